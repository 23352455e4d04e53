"""The readers: each module or folder here has `SUFFIXES` and `read(file)`, which returns an Article or a Reading."""
