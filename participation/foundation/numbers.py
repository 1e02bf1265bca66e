"""Numbers that come from outside and go into the database."""

LARGEST = 2**31 - 1  # what an integer column holds on PostgreSQL; SQLite's driver fails beyond 2**63 - 1


def row_number(said: object) -> int:
    """The id or revision that an address or a form names; -1, which no row has, where it can be none."""
    if isinstance(said, str):
        said = int(said) if said.isdecimal() and len(said) <= 10 else -1
    return said if isinstance(said, int) and 0 <= said <= LARGEST else -1
