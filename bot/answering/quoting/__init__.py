"""Citing articles, and finding where quoted words stand."""
