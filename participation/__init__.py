"""Participation: a platform where a city draws up its integration concept together with the people who live there."""
