"""The bot's words about itself and what it stores: commands, settings, privacy."""
