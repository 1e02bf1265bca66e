"""The municipality and its process: what is decided together, in which phases, by which formats."""
