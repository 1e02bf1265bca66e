"""The headings of a sheet's parts, as they stand in what was said."""

from functools import cache

from participation.foundation.locales import INTERFACE
from participation.foundation.wording import in_every_language
from participation.worksheets.rules import ASKS, Part, SheetKind


def headings(kind: SheetKind, language: str) -> dict[Part, str]:
    """Of all parts but the first, in the language of what was said, or in English where we do not speak it."""
    tongue = language if language in INTERFACE else "en"
    return {part: in_every_language(name, [tongue])[tongue] for part, name in ASKS[kind].items() if part != Part.TEXT}


@cache
def known_headings(kind: SheetKind) -> dict[str, Part]:
    """Every heading that a sheet of this kind can have, in whichever language -> its part."""
    names = {part: in_every_language(name, INTERFACE) for part, name in ASKS[kind].items() if part != Part.TEXT}
    return {heading: part for part, languages in names.items() for heading in languages.values()}
