"""What a contribution said before: its versions, and what is different between them."""
