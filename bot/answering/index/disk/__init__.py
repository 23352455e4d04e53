"""A shelf on disk: terms in a folder of tantivy's, tables beside them, texts and postings in the library."""
