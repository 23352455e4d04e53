"""What the bot remembers of chats."""
