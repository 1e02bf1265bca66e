"""World café: small tables, several rounds, hosts who stay, and what was said at the tables."""
