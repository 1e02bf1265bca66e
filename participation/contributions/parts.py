"""What somebody says in several fields is one text, so that it is translated, found and printed whole. Pure."""

from collections.abc import Mapping
from typing import TypeVar

Name = TypeVar("Name", bound=str)


def composed(parts: Mapping[Name, str], headings: Mapping[Name, str]) -> str:
    """The parts in their order, each under its heading; one without a heading is said without."""
    return "\n\n".join(
        f"{titled(headings[part])}\n{words}" if part in headings else words for part, words in parts.items()
    )


def titled(heading: str) -> str:
    """With a colon, unless it ends in a sign of its own."""
    return f"{heading}:" if heading[-1:].isalnum() else heading


def apart(text: str, headings: Mapping[str, Name], first: Name) -> dict[Name, str]:
    """The parts of a text that `composed` made. What stands under no heading belongs to the part before it.

    headings: each heading that counts -> its part. Nothing is left out, whatever somebody changed in it by hand.
    """
    names = {titled(heading): part for heading, part in headings.items()}
    found: dict[Name, list[str]] = {first: []}
    here = first
    for line in text.split("\n"):
        part = names.get(line.strip())
        if part is not None and part not in found:
            found[part], here = [], part
        else:
            found[here].append(line)
    return {part: "\n".join(lines).strip() for part, lines in found.items()}
