"""Organisations of a town as authors: who they are, who speaks for them, how people come and go."""
