from dataclasses import dataclass

from participation.foundation.locales import Words


@dataclass(frozen=True, slots=True)
class NextAct:
    """The one big button. label: already in the moderator's language; act "counting" or "nothing": only words."""

    label: str
    act: str
    step: int | None = None
    ballot: str | None = None
    revision: int | None = None
    key: str = "PageDown"


@dataclass(frozen=True, slots=True)
class InLanguage:
    """A step in one language. lines: the paragraphs of its text; answers: those of a vote."""

    lang: str
    title: str
    lines: tuple[str, ...]
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BoothStep:
    """A step as interpreters prepare it, in every language it was written in. script: what will be said with it."""

    name: Words
    said: tuple[InLanguage, ...]
    script: str
    minutes: int | None
