from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SheetsChanged:
    """Announced: what groups have filled in looks different at the desk and on the screen of a session (public id)."""

    session: str
