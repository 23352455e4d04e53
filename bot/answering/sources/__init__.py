"""What is asked about the articles themselves, answered from their source records."""
