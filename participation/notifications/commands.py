import sys
from collections.abc import Mapping
from typing import NoReturn

import click
from flask import Flask

from participation.foundation import chance, clock, smtp
from participation.foundation.letters import is_mail_address
from participation.foundation.locales import DEFAULT, INTERFACE
from participation.foundation.settings import from_environment
from participation.foundation.smtp import BadMailSettings, PostOffice, Trouble, Undelivered
from participation.notifications.letters import in_language, trial_letter

# what kept the trial mail from going out, in words; {host}, {port}, {to}, {sender}, {error}
WHAT_HAPPENED: Mapping[Trouble, str] = {
    Trouble.UNREACHABLE: "Nobody answers at {host}:{port}, or not as a mail server does ({error}). "
    "Look at host, port and firewall; smtps:// speaks TLS from the first byte on, smtp:// begins without.",
    Trouble.UNSAFE: "{host} offers no encryption, so the password was not sent. Use smtps://, or another port.",
    Trouble.SIGN_IN: "{host} does not let us in ({error}). Look at user and password.",
    Trouble.SENDER: "{host} takes nothing from {sender} ({error}). Look at PARTICIPATION_MAIL_FROM.",
    Trouble.RECIPIENT: "{host} takes nothing for {to} ({error}).",
    Trouble.CONTENT: "{host} took sender and address, but not the text ({error}).",
}
NO_SERVER = (
    "PARTICIPATION_SMTP is not set, so no mail is sent. It looks like smtp://user:password@mail.example.org:587."
)


@click.group()
def mail() -> None:
    """Mail: try out whether it can be sent."""


@mail.command("test")
@click.argument("address")
@click.option("--lang", type=click.Choice(INTERFACE), default=DEFAULT, show_default=True, help="Language of the mail.")
@click.pass_context
def send_trial(context: click.Context, address: str, lang: str) -> None:
    """Send one mail to ADDRESS now and say what happened. Ends with 1 when the mail server did not take it."""
    settings = from_environment()
    try:
        office = smtp.post_office(settings)
    except BadMailSettings as bad:
        give_up(str(bad))
    if office is None:
        give_up(NO_SERVER)
    if not is_mail_address(address):
        give_up(f"{address} is not a mail address.")
    try:
        send_now(context.find_root().obj(settings), office, address, lang)
    except Undelivered as trouble:
        give_up(in_words(trouble, office, address))
    click.echo(f"{office.host} has taken the mail for {address}. Now look into that mailbox, also among the unwanted.")


def send_now(app: Flask, office: PostOffice, address: str, lang: str) -> None:
    """Raises Undelivered."""
    with app.app_context(), in_language(lang):
        letter = trial_letter(lang)
    mark = chance.token()
    smtp.send(office, smtp.message(office, letter, to=address, sender="", mark=mark, at=clock.now()), address)


def in_words(trouble: Undelivered, office: PostOffice, to: str) -> str:
    facts = {"host": office.host, "port": office.port, "to": to, "sender": office.address, "error": trouble.error}
    return WHAT_HAPPENED[trouble.trouble].format(**facts)


def give_up(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(1)
