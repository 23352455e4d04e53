"""What the bot says of itself and of what it keeps: commands, settings, privacy."""
