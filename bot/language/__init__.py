"""The language: normal forms, terms, sentences, question words."""
