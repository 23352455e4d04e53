"""The index of a shelf, made before anybody asks: passages, sentences, terms, counts."""
