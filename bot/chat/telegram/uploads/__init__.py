"""Articles that a chat hands over: taking them in, correcting them, keeping the chat's shelf."""
