"""How good the answers are: question sets in BEIR's layout, asked as a chat asks."""
