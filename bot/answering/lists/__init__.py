"""Lists: the enumerations of an article, and the one that a question asks for."""
