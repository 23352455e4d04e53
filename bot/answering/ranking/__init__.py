"""Which passages answer a question, how surely, and which of their sentences do."""
