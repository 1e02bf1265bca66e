"""Interviews, focus groups and documents as sources: consent first, names apart, passages with codes, taken back."""
