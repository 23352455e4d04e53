"""The quality of answers, measured by question sets in BEIR's layout, asked as a chat asks."""
