"""Engines: what scores documents for terms. One file each, all behind the `Engine` protocol."""
