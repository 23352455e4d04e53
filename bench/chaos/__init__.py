"""The bot killed, cut off and lied to while a crowd asks: what is lost, sent twice or comes out of order."""
