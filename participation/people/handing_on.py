"""Cookies that belong to the person at the device: they go when it is handed to the next one. The language stays."""

_cookies: list[str] = []


def goes_with_the_person(name: str) -> None:
    """Called by `app` for each room that keeps a cookie for somebody."""
    if name not in _cookies:
        _cookies.append(name)


def personal_cookies() -> tuple[str, ...]:
    return tuple(_cookies)
