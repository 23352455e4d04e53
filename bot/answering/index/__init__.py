"""What is known of a shelf before anybody asks: passages, sentences, terms, counts."""
