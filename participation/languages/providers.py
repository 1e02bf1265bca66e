"""Machines that translate, behind one small interface. A new one is a file and a line in PROVIDERS.

They are asked by the worker alone, never by a page.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from participation.languages.libretranslate import LibreTranslate


class Translator(Protocol):
    """name: what readers of the desk know it by, at most 40 letters; where: the host it runs on.

    Its methods raise TranslatorAway (it may be better later) and TranslatorWrong (asking again brings the same).
    """

    name: str
    where: str

    def offers(self, source: str, target: str) -> bool:
        """Whether it knows this pair of languages."""

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """The same texts in the other language, in the same order. Whether they are any good, others decide."""


# the word before a plus sign in the address of a machine -> how it is reached: `libretranslate+https://…`
PROVIDERS: Mapping[str, Callable[[str, str], Translator]] = {"libretranslate": LibreTranslate}
DEFAULT = "libretranslate"
_current: Translator | None = None


def named(address: str, key: str) -> Translator | None:
    """The machine an address names; None for none. Raises ValueError for one that nobody can mean."""
    if not address:
        return None
    kind, plus, rest = address.partition("+")
    if not plus or kind not in PROVIDERS:
        kind, rest = DEFAULT, address
    if not rest.startswith(("http://", "https://")):
        raise ValueError("PARTICIPATION_TRANSLATOR_URL must be an address that begins with http:// or https://")
    return PROVIDERS[kind](rest, key)


def use(translator: Translator | None) -> None:
    """Make this the machine of the installation; None: nothing is translated by a machine."""
    global _current  # noqa: PLW0603 - one process, one machine
    _current = translator


def current() -> Translator | None:
    return _current
