"""Where a form may send people afterwards: to a path of this site, whatever a browser makes of the address."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from werkzeug.utils import redirect

from participation.foundation.web import own_path

PIECES = st.sampled_from(
    ["/", "//", "\\", "/\\", "\t", "\n", "\r", " ", "\x00", "\x0b", "\u2028", ".", "..", "%2f", "%5c", "@", ":", "?",
     "#", "evil.example", "http:", "https:", "javascript:", "data:", "ideas", "ü"]
)  # fmt: skip


def leads_away(address: str) -> bool:
    """Whether a browser leaves the site.

    As the URL standard has it: controls and blanks at the ends go, tabs and line ends go, a backslash is a slash.
    """
    seen = re.sub("[\t\n\r]", "", address.strip("".join(map(chr, range(0x21))))).replace("\\", "/")
    return seen.startswith("//") or bool(re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", seen))


@given(st.lists(PIECES, max_size=8).map("".join))
@example("//[")
@example("http://[")
@example("//evil.example")
@example("/\\evil.example")
@example("/\t/evil.example")
@example("\x01//evil.example")
@example("https://evil.example")
@example("/\r\nSet-Cookie: me=1")
def test_no_address_leads_to_another_site(address: str) -> None:
    chosen = own_path(address)

    assert not leads_away(chosen)
    assert chosen.startswith("/")
    location = redirect(chosen).location
    assert location is not None
    assert not leads_away(location)


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/ideas/ideen",
        "/ideas/ideen?order=support&page=2",
        "/ideas/ideen#i-1",
        "/ideas/b%C3%A4nke?search=a//b",
        "/?x=http:",
    ],
)
def test_a_path_of_ours_is_taken_as_it_is(address: str) -> None:
    assert own_path(address) == address
