"""Catalogues: complete for the languages that every landing carries, with plural forms as the language has them."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from participation.foundation import locales
from participation.foundation.paths import asset_dir

CHECK_NUMBERS_TO = 200
PLACEHOLDER = re.compile(r"%\((\w+)\)")


def check(folder: Path | None = None) -> list[str]:
    """What is wrong with the catalogues of the interface languages, in words."""
    folder = folder or asset_dir("translations")
    return [trouble for lang in locales.INTERFACE for trouble in troubles(lang, folder)]


def troubles(lang: str, folder: Path) -> Iterator[str]:
    name = locales.catalogue_of(lang)
    file = folder / name / "LC_MESSAGES" / "messages.po"
    if not file.is_file():
        yield f"{lang}: no catalogue"
        return
    with file.open("rb") as source:
        catalogue = read_po(source, locale=name)
    if catalogue.fuzzy:
        yield f"{lang}: the header is fuzzy, so Babel would skip the catalogue"
    yield from plural_troubles(lang, catalogue)
    for message in catalogue:
        if message.id and not may_be_empty(lang, message):
            yield from message_troubles(lang, catalogue, message)


def may_be_empty(lang: str, message: Message) -> bool:
    """English msgids speak for themselves, a variety says the rest as its language does, a draft in English.

    Plurals of a variety need their forms: where they are empty, a compiled catalogue says them in English.
    """
    if lang in locales.DRAFTS:
        return not message.string or not any(message.string)
    return (lang == "en" or lang in locales.VARIETIES) and isinstance(message.id, str) and not message.string


def progress(folder: Path | None = None) -> dict[str, tuple[int, int]]:
    """For each draft: how many sentences it says, of how many."""
    folder = folder or asset_dir("translations")
    found = {}
    for lang in locales.DRAFTS:
        with (folder / locales.catalogue_of(lang) / "LC_MESSAGES" / "messages.po").open("rb") as source:
            sentences = [one for one in read_po(source, locale=lang) if one.id]
        found[lang] = (sum(not may_be_empty(lang, one) for one in sentences), len(sentences))
    return found


def plural_troubles(lang: str, catalogue: Catalog) -> Iterator[str]:
    """The header must sort 0…200 into the same groups as the language's own rule."""
    rule = Locale.parse(locales.base(lang)).plural_form
    groups: dict[int, set[str]] = {}
    expression = catalogue.plural_expr
    for number in range(CHECK_NUMBERS_TO + 1):
        groups.setdefault(plural_index(expression, number), set()).add(rule(number))
    mixed = [index for index, forms in groups.items() if len(forms) > 1 and lang != "tr"]
    if mixed or max(groups) >= catalogue.num_plurals:
        yield f"{lang}: the plural header {expression!r} does not follow the language"


def plural_index(expression: str, number: int) -> int:
    from gettext import c2py  # noqa: PLC0415 - the parser gettext itself uses

    return int(c2py(expression)(number))


def message_troubles(lang: str, catalogue: Catalog, message: Message) -> Iterator[str]:
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    strings = [message.string] if isinstance(message.string, str) else list(message.string or ())
    expected = catalogue.num_plurals if len(ids) > 1 else 1
    if message.fuzzy or len(strings) < expected or not all(strings):
        yield f"{lang}: not translated: {ids[0][:80]!r}"
        return
    for error in message.check(catalogue):
        yield f"{lang}: {error} in {ids[0][:80]!r}"
    wanted = set(PLACEHOLDER.findall(" ".join(ids)))
    for form, string in enumerate(strings):
        may_miss = {"num"} if len(ids) > 1 and form in forms_for_one_number(catalogue.plural_expr) else set()
        for name in sorted(wanted - may_miss - set(PLACEHOLDER.findall(string))):
            yield f"{lang}: %({name})s is missing in {ids[0][:80]!r}"


@cache
def forms_for_one_number(expression: str) -> set[int]:
    """The plural forms used for a single number, so that words may say it (`one idea`, `فكرتان`)."""
    forms = Counter(plural_index(expression, number) for number in range(CHECK_NUMBERS_TO + 1))
    return {form for form, numbers in forms.items() if numbers == 1}
