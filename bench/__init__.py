"""Measures the answers against other recipes, and learns the weights that rank them."""

import bot  # noqa: F401  # before numpy, whose threads are then as many as in the bot's own process
