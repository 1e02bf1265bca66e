"""Hints in the reader's language. Needs the language of a request."""

from collections.abc import Iterable

from flask_babel import gettext, ngettext

from participation.moderation.hints import SURE_SENTENCES, Hint, HintKind


def hint_said(hint: Hint) -> str:
    """One sentence with its evidence. Hosts and words are as somebody typed them: the template escapes."""
    facts = dict(hint.evidence)
    count = int(facts.pop("count", 0))
    match hint.kind:
        case HintKind.LINKS:
            said = ngettext(
                "Contains %(num)s link, to %(hosts)s", "Contains %(num)s links, to %(hosts)s", count, **facts
            )
        case HintKind.SAME:
            said = ngettext(
                "The same text came %(num)s time in the last %(hours)s hours",
                "The same text came %(num)s times in the last %(hours)s hours",
                count,
                **facts,
            )
        case HintKind.ALIKE:
            said = ngettext(
                "Nearly the same text (%(percent)s %%) came %(num)s time in the last %(hours)s hours",
                "Nearly the same text (%(percent)s %%) came %(num)s times in the last %(hours)s hours",
                count,
                **facts,
            )
        case HintKind.HASTE:
            said = ngettext(
                "%(num)s contribution in %(minutes)s minutes from one person",
                "%(num)s contributions in %(minutes)s minutes from one person",
                count,
                **facts,
            )
        case HintKind.WORDS:
            said = ngettext(
                "%(num)s word on the list of hints: %(words)s",
                "%(num)s words on the list of hints: %(words)s",
                count,
                **facts,
            )
    return str(said)


def how_sure(hint: Hint) -> str:
    return str(gettext(SURE_SENTENCES[hint.sure]))


def hints_said(hints: Iterable[Hint]) -> list[tuple[str, str]]:
    """For the macro `noticed`: each hint's sentence, and how sure it is."""
    return [(hint_said(hint), how_sure(hint)) for hint in hints]
