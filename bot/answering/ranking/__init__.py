"""Ranking: the passages that answer a question, the odds of it, their sentences in focus."""
