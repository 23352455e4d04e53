"""One member a format, a module or a folder: `SUFFIXES` and `read(file) -> Article`, found by itself."""
