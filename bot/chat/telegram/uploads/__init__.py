"""Articles that a chat uploads: adding them, correcting them, managing the chat's shelf."""
