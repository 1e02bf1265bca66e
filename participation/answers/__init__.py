"""What becomes of an idea: the stage it has reached, and the official answer to whoever wrote it."""
