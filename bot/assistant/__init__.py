"""What every door does alike: ask, write down, vote, cite, keep shelves, forget. Knows no platform."""
