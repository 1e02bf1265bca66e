"""The mails of this room in words. Needs the language of their reader: call within `in_language`."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import force_locale, format_datetime, gettext, ngettext
from werkzeug.test import EnvironBuilder

from participation.foundation.letters import Letter, isolated
from participation.foundation.locales import catalogue_of
from participation.notifications.present import Summary
from participation.notifications.sources import Figure, Section


@contextmanager
def in_language(lang: str) -> Iterator[None]:
    with force_locale(catalogue_of(lang)):
        yield


@contextmanager
def as_opened_at(site: str, lang: str) -> Iterator[None]:
    """The house as a reader of `lang` opens it at `site`: addresses and words are theirs, also without a request.

    The application's own context is new as well, because the language of a reader is kept in it.
    """
    opened = EnvironBuilder("/", base_url=site, query_string={"lang": lang})
    with current_app.app_context(), current_app.request_context(opened.get_environ()), force_locale(lang):
        yield
    opened.close()


def address_of(site: str, endpoint: str, **values: str) -> str:
    """A page of this house under the address its reader knows, also where there is no request."""
    parts = urlsplit(site)
    pages = current_app.url_map.bind(parts.netloc, url_scheme=parts.scheme)
    return str(pages.build(endpoint, values, force_external=True))


def moment(value: datetime, lang: str) -> str:
    return isolated(str(format_datetime(value, "short")), lang)


def confirm_letter(town: str, *, site: str, token: str, hours: int, lang: str) -> Letter:
    """Asks the owner of a mailbox."""
    name = isolated(town, lang)
    parts = [
        gettext("Somebody who works for %(town)s wants to get summaries at this address.", town=name),
        gettext(
            "Was it you? Then open this page and press the button there. The link counts %(hours)s hours.", hours=hours
        ),
        address_of(site, "notifications.confirm_page", token=token, lang=lang),
        gettext("If it was not you, do nothing: no more mail comes."),
    ]
    return Letter(gettext("Confirm your address for %(town)s", town=name), paragraphs(parts), lang)


def digest_letter(summary: Summary, town: str, *, site: str, end_token: str, lang: str) -> Letter:
    """What waits and what colleagues decided: figures, and one link. Nothing that a resident wrote."""
    end = address_of(site, "notifications.end_page", token=end_token, lang=lang)
    parts = [
        *([waits(summary, lang)] if summary.oldest else []),
        *("\n".join(lines_of(section, summary.since, lang)) for section in summary.sections),
        gettext("To the queue:") + "\n" + address_of(site, summary.queue, lang=lang),
        "-- \n"
        + gettext("You get this mail because you asked for it under “My account”. Here you end it, without signing in:")
        + "\n"
        + end,
    ]
    return Letter(subject(summary, town, lang), paragraphs(parts), lang, end)


def subject(summary: Summary, town: str, lang: str) -> str:
    name = isolated(town, lang)
    if not summary.waiting:
        return str(gettext("News from the review in %(town)s", town=name))
    return str(
        ngettext(
            "%(num)s contribution waits for review in %(town)s",
            "%(num)s contributions wait for review in %(town)s",
            summary.waiting,
            town=name,
        )
    )


def waits(summary: Summary, lang: str) -> str:
    since = moment(summary.oldest, lang) if summary.oldest else ""
    return str(
        ngettext(
            "%(num)s contribution waits for review, since %(moment)s.",
            "%(num)s contributions wait for review, the oldest since %(moment)s.",
            summary.waiting,
            moment=since,
        )
    )


def lines_of(section: Section, since: datetime, lang: str) -> list[str]:
    """A process: its title, then its figures."""
    lines = [isolated(section.process.text, lang)]
    if section.waiting and section.oldest:
        lines.append(gettext("Waiting, the oldest since %(moment)s:", moment=moment(section.oldest, lang)))
    lines += figures(section.waiting)
    lines += figures(section.urgent)
    if section.decided:
        lines.append(gettext("Decided by colleagues since %(moment)s:", moment=moment(since, lang)))
    return lines + figures(section.decided)


def figures(found: tuple[Figure, ...]) -> list[str]:
    return [f"- {gettext(figure.name)}: {figure.count}" for figure in found]


def trial_letter(lang: str) -> Letter:
    """What `participation mail test` sends."""
    return Letter(
        gettext("A mail to try it out"),
        paragraphs([gettext("This mail was sent to try out whether this installation can send mail. It can.")]),
        lang,
    )


def paragraphs(parts: list[str]) -> str:
    return "\n\n".join(str(part) for part in parts) + "\n"
