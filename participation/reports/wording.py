"""The sentences of the harvest, the same on the page and in the files. Needs the language of a request."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask_babel import format_date, format_time, get_locale, gettext, ngettext

from participation.answers.rules import STAGE_NAMES, Stage
from participation.contributions.present import Wording
from participation.contributions.rules import Source
from participation.foundation.locales import own_name
from participation.foundation.messages import N_
from participation.languages.vouching import Origin
from participation.reports.joined import JoinedIdea
from participation.reports.present import BallotPart, HallLine, Harvest, IdeaRow, OptionLine
from participation.voting.rules import FEWEST_SECRET, BallotKind, Method

SOURCES = {
    Source.WEB: N_("Written online"),
    Source.SESSION: N_("Said in a session"),
    Source.PAPER: N_("Written on paper"),
    Source.IMPORT: N_("Brought in from another system"),
    Source.MODERATORS: N_("Put together by the moderators"),
    Source.INTERVIEW: N_("Interviews, groups and documents"),
}
TRANSLATED = {
    Origin.HUMAN: N_("translated by a person"),
    Origin.REVISED: N_("translated by a machine, revised"),
    Origin.MACHINE: N_("translated by a machine"),
}


@dataclass(frozen=True, slots=True)
class Names:
    """What sources, languages and stages are called, looked up once: many ideas share a handful of names."""

    sources: Mapping[str, str]
    languages: Mapping[str, str]
    stages: Mapping[Stage, str]
    answered: Mapping[bool, str]
    translated: Callable[[Wording | None], str | None]
    address: Callable[[IdeaRow | JoinedIdea], str]


def names_in(harvest: Harvest, address: Callable[[IdeaRow | JoinedIdea], str]) -> Names:
    """The names a harvest needs. A language is called as the reader calls it, or by itself where they have no word."""
    known = get_locale().languages
    spoken = {row.spoken.lang for field in harvest.fields for row in field.ideas}
    return Names(
        sources={source: str(gettext(sentence)) for source, sentence in SOURCES.items()},
        languages={lang: str(known.get(lang) or own_name(lang)) for lang in spoken},
        stages={stage: str(gettext(name)) for stage, name in STAGE_NAMES.items()},
        answered={True: str(gettext("Answered")), False: str(gettext("Not answered yet"))},
        translated=translated,
        address=address,
    )


def translated(version: Wording | None) -> str | None:
    """Who found the words of a version, and what its reader has to know besides."""
    if version is None:
        return None
    said = [gettext(TRANSLATED[Origin(version.origin)])]
    said += [] if version.voucher else [gettext("Nobody has checked it")]
    said += [gettext("The original has changed since")] if version.outdated else []
    return "; ".join(map(str, said))


def as_of(harvest: Harvest) -> str:
    """The moment of the state, for the head of the page and of the files."""
    facts = {"date": format_date(harvest.at, "long"), "time": format_time(harvest.at, "short")}
    return str(gettext("As of %(date)s, %(time)s", **facts))


def turnout(voted: int, base: int) -> str:
    return str(ngettext("%(voted)s of %(num)s voted", "%(voted)s of %(num)s voted", base, voted=voted))


def points_said(line: HallLine) -> str:
    """What one ballot gave, always with what it is a part of."""
    points, given = line.outcome.points, line.outcome.given
    if line.method == Method.DOTS:
        return str(ngettext("%(points)s of %(num)s point", "%(points)s of %(num)s points", given, points=points))
    return str(ngettext("%(points)s of %(num)s vote", "%(points)s of %(num)s votes", given, points=points))


def withheld(voted: int, base: int) -> str:
    """Why a confidential ballot shows no figures."""
    return str(
        ngettext(
            "%(voted)s of %(num)s voted. With fewer than %(fewest)s votes the figures stay closed.",
            "%(voted)s of %(num)s voted. With fewer than %(fewest)s votes the figures stay closed.",
            base,
            voted=voted,
            fewest=FEWEST_SECRET,
        )
    )


def worth(ballot: BallotPart) -> str:
    """What a vote of this kind says, in the words the hall read."""
    if ballot.kind == BallotKind.MOOD:
        return str(gettext("Mood of the room: devices are not checked."))
    return str(gettext("Confidential: one ticket, one vote."))


def answer_name(option: OptionLine) -> str:
    return option.words.text if option.words else str(gettext("An idea that is not public any more"))
