"""A saved newspaper page: its masthead, headline and by-line, and the furniture around the text."""
