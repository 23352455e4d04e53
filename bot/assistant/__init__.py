"""The work that all doors share: ask, note, vote, cite, keep shelves, forget. Knows no platform."""
