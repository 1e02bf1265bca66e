import sys

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.foundation import database
from participation.people.models import Membership, Person, PersonKind
from participation.people.rules import ROLE_NAMES, key_hash, typed_code
from participation.privacy import service


@click.command("forget")
@click.argument("numbers", nargs=-1, type=int)
@click.option("--code", "codes", multiple=True, help="A recovery code instead of a number; may be given several times.")
@click.option("--words/--keep-words", required=True, help="Whether what they said goes, too, or stays as nobody's.")
def forget(numbers: tuple[int, ...], codes: tuple[str, ...], *, words: bool) -> None:
    """Delete people by their NUMBERS, as the log names them after a restore, or by the recovery code they show.

    Ends with 1 when one of them could not be deleted; the others are.
    """
    failed = False
    wanted = [(str(number), Person.id == number) for number in numbers]
    wanted += [(code, Person.recovery_hash == key_hash(typed_code(code))) for code in codes]
    for name, is_theirs in wanted:
        with database.transaction() as tx:
            person = tx.session.scalars(select(Person).where(is_theirs).with_for_update()).one_or_none()
            trouble = what_is_in_the_way(tx.session, person)
            if trouble or person is None:
                failed = True
                click.echo(f"{name}: {trouble}", err=True)
                continue
            service.forget(tx, person, words=words)
        click.echo(f"{name}: deleted" + (", the words as well" if words else "; the words stay, as nobody's"))
    sys.exit(1 if failed else 0)


def what_is_in_the_way(session: Session, person: Person | None) -> str:
    """A sentence for the operator, or nothing."""
    if person is None:
        return "there is nobody with this number or code"
    if person.kind not in {PersonKind.GUEST, PersonKind.ACCOUNT}:
        return "this is no person any more, or never was one"
    roles = session.query(Membership.role).filter(Membership.person_id == person.id, Membership.role.in_(ROLE_NAMES))
    works = [role for (role,) in roles if role != "organisation"]
    return f"they still work here ({', '.join(sorted(works))}): remove them from the team first" if works else ""
