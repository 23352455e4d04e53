"""Pages at addresses: checked, fetched within limits."""
