"""Web pages, fetched from checked addresses within limits."""
