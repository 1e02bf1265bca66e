"""Who looks at what was said before everybody reads it: the queue, decisions with their reason, undo."""
