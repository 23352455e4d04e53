"""The one database: opening it, its tables, its migrations, backups."""
