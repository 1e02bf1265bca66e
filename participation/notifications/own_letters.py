"""The mails to residents: what is new for them, in their language, as text and as HTML that says the same.

Never the words of anybody: mailboxes are read on trams (docs/decisions/027). Needs the language of their reader: call
within `letters.as_opened_at`, or within `letters.in_language`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app
from flask_babel import gettext, ngettext

from participation.foundation.letters import Letter, isolated
from participation.foundation.locales import direction
from participation.notifications.letters import address_of, paragraphs
from participation.notifications.sources import Line

MOST_LINES = 30  # a mail is no archive: the rest stands on the page


def own_confirm_letter(town: str, *, site: str, token: str, hours: int, lang: str) -> Letter:
    """Asks the owner of a mailbox."""
    name = isolated(town, lang)
    link = address_of(site, "notifications.confirm_page", token=token, lang=lang)
    asks = gettext("Somebody who takes part in %(town)s wants to hear at this address what becomes of it.", town=name)
    press = gettext(
        "Was it you? Then open this page and press the button there. The link counts %(hours)s hours.", hours=hours
    )
    nothing = gettext("If it was not you, do nothing: no more mail comes.")
    subject = str(gettext("Confirm your address for %(town)s", town=name))
    text = paragraphs([asks, press, link, nothing])
    html = as_html(
        lang, Page(subject, asks, [Line(press, ""), Line(gettext("To the page with the button"), link)], [nothing])
    )
    return Letter(subject, text, lang, html=html)


def own_digest_letter(lines: Sequence[Line], town: str, *, site: str, end_token: str, lang: str) -> Letter:
    """What is new for somebody: whole sentences with links, no words of anybody, no names. lines: at least one."""
    name = isolated(town, lang)
    subject = str(
        ngettext(
            "%(num)s thing is new for you in %(town)s",
            "%(num)s things are new for you in %(town)s",
            len(lines),
            town=name,
        )
    )
    all_of_it = Line(gettext("All of it, under “My contributions”"), address_of(site, "mine.page", lang=lang))
    shown = [Line(one.sentence, f"{site}{one.address}") for one in lines[:MOST_LINES]]
    end = Line(gettext("End these mails"), address_of(site, "notifications.end_page", token=end_token, lang=lang))
    other_device = gettext("On a device that does not know you yet, your recovery code leads to your contributions.")
    asked_for = gettext("You get this mail because you asked for it. With this link you end it:")
    text = paragraphs(
        [
            *(f"{one.sentence}\n{one.address}" for one in [*shown, all_of_it]),
            other_device,
            f"-- \n{asked_for}\n{end.address}",
        ]
    )
    html = as_html(lang, Page(subject, "", [*shown, all_of_it], [other_device], end))
    return Letter(subject, text, lang, end.address, html)


@dataclass(frozen=True, slots=True)
class Page:
    """What the HTML of a mail says. lead: "" where there is none; end: the link that ends the mails."""

    subject: str
    lead: str
    lines: Sequence[Line]
    after: Sequence[str]
    end: Line | None = None


def as_html(lang: str, page: Page) -> str:
    """Without pictures, scripts, styles of others, or anything that tells that it was read."""
    template = current_app.jinja_env.get_template("notifications/mail.html")
    return template.render(lang=lang, dir=direction(lang), page=page)
