"""Fields of action (*Handlungsfelder*): what the ideas are about, who placed them where, what the machine proposes."""
