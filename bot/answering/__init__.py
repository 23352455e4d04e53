"""From a question to an answer: candidates, evidence, focus, citation, the source record."""
