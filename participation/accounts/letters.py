"""The mails of this room in words. Needs the language of their reader."""

from flask_babel import gettext, ngettext

from participation.accounts.rules import LINK_MINUTES
from participation.foundation.letters import Letter, isolated
from participation.notifications.letters import address_of, in_language, paragraphs


def sign_in_letter(town: str, *, site: str, token: str, lang: str) -> Letter:
    """The same whether or not somebody has an account."""
    with in_language(lang):
        name = isolated(town, lang)
        parts = [
            gettext("Somebody wants to sign in to the participation of %(town)s with this address.", town=name),
            gettext("Was it you? Then open this page and press the button there.") + " " + how_long(),
            address_of(site, "accounts.link_page", token=token, lang=lang),
            gettext("Whoever has no account here yet gets one by it. If it was not you, do nothing."),
        ]
        return Letter(gettext("Sign in to %(town)s", town=name), paragraphs(parts), lang)


def address_letter(town: str, *, site: str, token: str, lang: str) -> Letter:
    """To whom an account wants to add."""
    with in_language(lang):
        name = isolated(town, lang)
        parts = [
            gettext("Somebody wants to use this address for their account in %(town)s.", town=name),
            gettext("Was it you? Then open this page on the device where you are signed in, and press the button.")
            + " "
            + how_long(),
            address_of(site, "account.address_page", token=token, lang=lang),
            gettext("If it was not you, do nothing."),
        ]
        return Letter(gettext("Confirm your address for %(town)s", town=name), paragraphs(parts), lang)


def taken_letter(town: str, *, site: str, lang: str) -> Letter:
    """To the owner of an account whose address somebody wants for another one."""
    with in_language(lang):
        name = isolated(town, lang)
        parts = [
            gettext("Somebody wants to use this address for an account in %(town)s.", town=name),
            gettext(
                "There is an account with this address already, so nothing was changed. If it was you, sign in to it:"
            ),
            address_of(site, "accounts.sign_in_page", lang=lang),
            gettext("If it was not you, do nothing."),
        ]
        return Letter(gettext("This address is in use in %(town)s", town=name), paragraphs(parts), lang)


def how_long() -> str:
    return str(
        ngettext(
            "The link counts %(num)s minute, and once.", "The link counts %(num)s minutes, and once.", LINK_MINUTES
        )
    )
