"""The readers, one module or folder per format: `SUFFIXES` and `read(file) -> Article`; found by themselves."""
