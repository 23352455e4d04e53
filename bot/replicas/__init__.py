"""Several processes of one bot on one PostgreSQL: who has which chats, who polls, and what all of them may do together."""
