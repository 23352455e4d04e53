"""The readers: each module or folder here has `SUFFIXES` and `read(file) -> Article`."""
