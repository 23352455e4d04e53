"""Citations of articles, and the places of quoted words in them."""
