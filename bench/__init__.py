"""Measures the answers against other recipes, and learns the weights that rank them."""
