"""What is known of the language: normal forms, terms, sentences, question words."""
