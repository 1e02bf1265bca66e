"""What the process has brought in, for the administration: the harvest as a page and as files."""
