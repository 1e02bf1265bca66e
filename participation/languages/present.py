"""A contribution as a reader of one language gets it."""

from dataclasses import replace

from participation.contributions.models import Contribution
from participation.contributions.present import Spoken, Wording, spoken, wording
from participation.foundation.permissions import Role
from participation.languages.models import Translation
from participation.languages.queries import Versions
from participation.people.rules import ROLE_NAMES


def told(contribution: Contribution, versions: Versions | None, *, figures: bool = True) -> Spoken:
    """In the reader's language where somebody vouches for a version, otherwise as it was said.

    versions: what there is in that language. A text that is in it already needs none.
    """
    own = spoken(contribution, figures=figures)
    shown, offered = readable(contribution, versions)
    if shown is None:
        return replace(own, offered=offered)
    return replace(
        own,
        heading=shown.heading,
        rest=shown.rest,
        name=shown.name,
        lang=shown.lang,
        dir=shown.dir,
        version=shown,
        original=wording(contribution.title, contribution.text, contribution.language),
    )


def told_beside(contribution: Contribution, versions: Versions | None, *, figures: bool = True) -> Spoken:
    """As it was said, with what there is in the reader's language beside it: for its author, and to decide about it."""
    shown, offered = readable(contribution, versions)
    return replace(spoken(contribution, figures=figures), offered=shown or offered)


def readable(contribution: Contribution, versions: Versions | None) -> tuple[Wording | None, Wording | None]:
    """(the version somebody vouches for, the machine's where nobody does)."""
    if versions is None:
        return None, None
    approved, offered = (
        version_of(one) if one and one.language != contribution.language else None
        for one in (versions.approved, versions.offered)
    )
    return approved, None if approved else offered


def version_of(translation: Translation) -> Wording:
    return wording(
        translation.title,
        translation.text,
        translation.language,
        origin=translation.origin,
        voucher=ROLE_NAMES[Role(translation.approved_as)] if translation.approved_as else "",
        outdated=translation.outdated,
    )
