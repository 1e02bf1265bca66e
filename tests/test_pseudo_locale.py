"""Every page in a language nobody speaks: what stands there as it is in the code was never given to a translator."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.support import NullTranslations
from flask_babel import Domain

from tests.conftest import open_house
from tests.test_routes import DOORS, Door
from tests.town import KNOCKING, Town, build_town

OPENED, CLOSED, BETWEEN = "⟦⟧\0"
LETTERS = re.compile(r"[^\W\d_]{2,}")
SPOKEN_ATTRIBUTES = ("aria-label", "alt", "placeholder", "title", "data-on", "data-off")
# what no catalogue says: what a page is about, names, codes and words of people, moments, keys, pictures
DATA = {"title", "bdi", "time", "code", "kbd", "svg", "script", "textarea", "samp"}
NAMES = re.compile(
    r"Musterstadt|Nachbarstadt|\w+ Beispiel|JavaScript|CSV|XLSX|PDF|QR|UTC|MB|SMTP|[A-Z]{1,3}-?\d+"
    r"|\u2068[^\u2069]*\u2069"  # a name where no element can stand, as in an option
    # Babel says these
    r"|German|English|[A-Z][a-z]+ 20\d\d|\d(st|nd|rd|th) quarter 20\d\d|\d+ (minutes|hours|days)"
)
EMPTY = {"br", "hr", "img", "input", "link", "meta", "path", "rect", "circle", "use", "source", "wbr"}


class Pseudo(NullTranslations):
    """Says every sentence in brackets, so that what was said by a catalogue can be told from what was not."""

    def gettext(self, message: str) -> str:
        return f"{OPENED}{message}{CLOSED}"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    ugettext, ungettext = gettext, ngettext


class PseudoWording(Domain):  # type: ignore[misc] # Flask-Babel has no types
    def get_translations(self) -> Pseudo:
        return Pseudo()


class Said(HTMLParser):
    """The words of a page that stand under its own language, outside of what people or the town wrote."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.open: list[tuple[str, bool]] = []
        self.labels: list[str] = []

    @property
    def is_data(self) -> bool:
        return any(data for _, data in self.open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        data = tag in DATA or (tag != "html" and "lang" in known) or "recovery" in (known.get("class") or "")
        if not self.is_data and not data:
            self.labels += [str(known[name]) for name in SPOKEN_ATTRIBUTES if known.get(name)]
        if tag not in EMPTY:
            self.open.append((tag, data))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self.is_data:
            self.found.append(data)


def untranslated(page: str) -> list[str]:
    """Words outside of every bracket; one bracket may stand in another."""
    reader = Said()
    reader.feed(page)
    left = [words.strip() for words in outside(BETWEEN.join(reader.found)).split(BETWEEN)]
    # a label may end with a name: an attribute has no place for the name's language
    left += [label for label in reader.labels if OPENED not in label]
    return [words for words in left if LETTERS.search(NAMES.sub("", words))]


def outside(words: str) -> str:
    depth, left = 0, []
    for sign in words:
        depth += (sign == OPENED) - (sign == CLOSED)
        if sign == BETWEEN or (depth == 0 and sign != CLOSED):
            left.append(sign)
    return "".join(left)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, empty_tables: Path) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("pseudo")
    file = folder / "participation.sqlite"
    file.write_bytes(empty_tables.read_bytes())
    for house in open_house(folder, f"sqlite:///{file}"):
        house.app.extensions["babel"].instance.domain_instance = PseudoWording()
        built = build_town(house, folder)
        yield built
        built.close()


def opens(door: Door) -> str | None:
    """Who may look at the page behind a door: of several who work in the house, the one with the most on it."""
    able = [who for who in reversed(KNOCKING) if door.expected.get(who) == 200]
    return able[0] if able and door.method == "GET" else None


@pytest.mark.parametrize("door", [door for door in DOORS if opens(door)], ids=str)
def test_every_word_of_a_page_was_given_to_a_translator(town: Town, door: Door) -> None:
    who = opens(door)
    assert who is not None
    sign = "&" if "?" in door.address else "?"

    answer = town.client(who).get(f"{town.address(door.address)}{sign}lang=en")

    if answer.mimetype == "text/html":
        assert OPENED in answer.text
        assert untranslated(answer.text) == []
    answer.close()


def test_a_word_that_stands_in_a_template_is_found() -> None:
    page = f"""<html lang="en"><title>{OPENED}Ideas{CLOSED} · Musterstadt</title><h1 lang="de">Mehr Bänke</h1>
    <p>{OPENED}by {OPENED}a guest{CLOSED} on <time>2 May</time> in <bdi>Neustadt</bdi>{CLOSED}</p>
    <button aria-label="Close">{OPENED}Send{CLOSED} now</button></html>"""

    assert untranslated(page) == ["now", "Close"]
