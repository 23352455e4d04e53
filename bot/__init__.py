"""Zhaiyin (摘引): ask an article a question, get the passage that answers it, word for word."""
