"""What is kept about somebody: told to everybody, handed out to its owner, deleted when they say so, or by itself."""
