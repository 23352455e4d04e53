"""What a newspaper page holds: its masthead, headline, byline, and the furniture around the text."""
