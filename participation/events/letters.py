"""The mails of this room in words. Needs the language of their reader."""

from flask_babel import gettext

from participation.events.models import Event, Registration
from participation.events.present import when_words
from participation.foundation.letters import Letter, isolated
from participation.foundation.locales import pick
from participation.notifications.letters import address_of, in_language, paragraphs


def registered_letter(event: Event, registration: Registration, code: str) -> Letter:
    """To whoever has just registered: whether they have a place, and the way to their own page."""
    with in_language(registration.language):
        has = gettext("You have a place.")
        waits = gettext("All places are taken at the moment. You are on the waiting list, and move up by yourself.")
        return letter(event, registration, code, has if registration.has_place else waits)


def place_letter(event: Event, registration: Registration, code: str) -> Letter:
    """To whoever waited: somebody else does not come."""
    with in_language(registration.language):
        return letter(event, registration, code, gettext("A place has become free: you have a place now."))


def reminder_letter(event: Event, registration: Registration, code: str) -> Letter:
    with in_language(registration.language):
        return letter(event, registration, code, gettext("It is soon: we look forward to seeing you."))


def changed_letter(event: Event, registration: Registration, code: str) -> Letter:
    with in_language(registration.language):
        return letter(
            event, registration, code, gettext("Time or place has changed: please read below what holds now.")
        )


def cancelled_letter(event: Event, registration: Registration, code: str) -> Letter:
    with in_language(registration.language):
        return letter(event, registration, code, gettext("This event does not take place.") + " " + event.reason)


def letter(event: Event, registration: Registration, code: str, news: str) -> Letter:
    lang = registration.language
    title, place = pick(event.title, lang), pick(event.place, lang) if event.place else None
    address = address_of(registration.site, "events.mine", event=event.public_id, code=code, lang=lang)
    facts = [isolated(title.text, lang), when_words(event)]
    parts = [
        news,
        "\n".join([*facts, isolated(place.text, lang)] if place else facts),
        *([gettext("Your code for the door: %(code)s", code=isolated(code, lang))] if registration.has_place else []),
        gettext("If you do not come after all, please say so here: then somebody else can have the place."),
        address,
    ]
    subject = gettext("Your registration: %(title)s", title=isolated(title.text, lang))
    return Letter(subject, paragraphs(parts), lang)
