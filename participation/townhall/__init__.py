"""The administration's own house: its name, logo and colour, its own pages, and the log of who did what."""
