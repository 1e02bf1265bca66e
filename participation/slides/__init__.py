"""Slides with their source: data and good practice, as a workshop looks at them, in every language of the hall."""
