"""The online idea collection: write, find, support, follow one's own."""
