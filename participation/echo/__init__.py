"""What comes back to people: news of what they said, support and follow, and how many ideas have an answer."""
