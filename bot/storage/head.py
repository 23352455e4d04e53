"""The version of the database's tables, apart from them, so that it is known without SQLAlchemy."""

__all__ = ["HEAD"]

HEAD = "0014"
"""The newest migration; a test holds it to the scripts."""
