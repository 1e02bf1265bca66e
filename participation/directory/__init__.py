"""The list of organisations for everybody, and what each of them said."""
