"""Adding articles to the public shelf in the browser, for those who know the operator's password."""
