"""Cookies that belong to the person at the device: they go when it is handed to the next one. The language stays."""

from flask import Response

_cookies: list[str] = []


def goes_with_the_person(name: str) -> None:
    """Called by `app` for each room that keeps a cookie for somebody."""
    if name not in _cookies:
        _cookies.append(name)


# what the frame of the page says about who is here: from now on nobody
NOBODY = {"actor": None, "at_desk": False, "is_colleague": False, "has_account": False, "form_token": ""}


def clear(response: Response) -> Response:
    """Nothing of the person is left on the device: cookies go, and whatever a browser on https clears by itself."""
    for name in personal_cookies():
        response.delete_cookie(name)
    response.headers["Clear-Site-Data"] = '"storage", "cache"'
    return response


def personal_cookies() -> tuple[str, ...]:
    return tuple(_cookies)
