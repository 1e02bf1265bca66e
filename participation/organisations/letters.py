"""The mail of this room in words. Needs the language of its reader."""

from flask_babel import gettext, ngettext

from participation.foundation.letters import Letter, isolated
from participation.notifications.letters import address_of, in_language, paragraphs
from participation.organisations.rules import INVITED_FOR, Part


def invitation_letter(town: str, organisation: str, part: Part, *, site: str, token: str, lang: str) -> Letter:
    """Asks somebody to write for an organisation, or to keep its page as well."""
    with in_language(lang):
        here, name = isolated(town, lang), isolated(organisation, lang)
        speaks = gettext(
            "You are asked to speak for “%(organisation)s” in the participation of %(town)s: to keep its page "
            "and its members, and to write for it.",
            organisation=name,
            town=here,
        )
        writes = gettext(
            "You are asked to write for “%(organisation)s” in the participation of %(town)s.",
            organisation=name,
            town=here,
        )
        counts = ngettext(
            "The link counts %(num)s day, and once.", "The link counts %(num)s days, and once.", INVITED_FOR.days
        )
        parts = [
            speaks if part is Part.SPEAKER else writes,
            gettext("Open this page and press the button there.") + " " + str(counts),
            address_of(site, "members.join_page", token=token, lang=lang),
            gettext("Whoever has no account here yet gets one by it. If you do not want to, do nothing."),
        ]
        return Letter(gettext("Invitation of “%(organisation)s”", organisation=name), paragraphs(parts), lang)
