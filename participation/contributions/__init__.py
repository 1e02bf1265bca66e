"""Whatever was said: the words as typed, their language, who said it, where it came from, what became of it."""
