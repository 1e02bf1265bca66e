"""Fields of action (*Handlungsfelder*): a machine proposes where an idea belongs, a person decides."""
