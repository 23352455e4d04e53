"""Questions and their answers: messages, inline and guest queries, the buttons under an answer."""
