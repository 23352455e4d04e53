"""Doors: each turns its platform's messages into questions and replies into messages."""
