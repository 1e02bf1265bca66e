"""A collection that asks more than a text, for stories."""

from collections.abc import Mapping
from io import BytesIO

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from participation.contributions.models import Answer, Contribution, Photo
from participation.foundation import database
from participation.foundation.permissions import Actor, Role
from participation.process import form_service
from participation.process.form_rules import Choice, FieldKind, FieldPlan
from participation.process.models import Format, FormField, Process
from tests.conftest import SAME_ORIGIN
from tests.townhall.pictures import picture

OFFICE = Actor(1, None, frozenset({Role.ADMINISTRATION}))
CHOICES = (
    Choice("park", {"de": "Im Park", "ar": "في الحديقة"}),
    Choice("bach", {"de": "Am Bach"}),
    Choice("markt", {"de": "Am Markt", "en": "At the market"}),
)
Given = Mapping[int, str | list[str]]
BOUNDARY = "a-photo"
NEW = "/ideas/ideen/new?lang=en"


def asks(
    kind: FieldKind,
    label: str,
    *,
    required: bool = False,
    internal: bool = False,
    hint: str = "",
    format_id: int = 1,
    **labels: str,
) -> int:
    """A question of the collection; the id of its field."""
    plan = FieldPlan(
        label={"de": label, **labels},
        hint={"de": hint} if hint else {},
        required=required,
        internal=internal,
        choices=CHOICES if kind in {FieldKind.ONE, FieldKind.SEVERAL} else (),
    )
    with database.transaction() as tx:
        home = tx.session.get_one(Format, format_id)
        process = tx.session.get_one(Process, home.process_id)
        by = Actor(home.municipality_id, None, frozenset({Role.ADMINISTRATION}))
        return form_service.add_field(tx, process, home, kind, plan, by=by).id


def changes(field_id: int, **facts: object) -> None:
    with database.transaction() as tx:
        field = tx.session.get_one(FormField, field_id)
        for name, value in facts.items():
            setattr(field, name, value)


def takes_photos(*, allowed: bool = True) -> None:
    with database.transaction() as tx:
        tx.session.get_one(Format, 1).takes_photos = allowed


def sends(
    client: FlaskClient, text: str = "Mehr Bänke", *, page: str = NEW, given: Given | None = None, **fields: str
) -> TestResponse:
    """given: field id -> what is typed or ticked."""
    answers = {f"field-{field}": value for field, value in (given or {}).items()}
    return client.post(page, data={"text": text, **fields, **answers}, headers=SAME_ORIGIN)


def sends_photo(
    client: FlaskClient,
    content: bytes | None = None,
    *,
    name: str = "foto.jpg",
    page: str = NEW,
    fields: Mapping[str, str] | None = None,
) -> TestResponse:
    """The form as a browser sends it with a file, written by hand: the library's own form keeps large files open."""
    form = {"text": "Mehr Bänke", "photo_description": "Eine leere Wiese", **(fields or {})}
    body = BytesIO()
    for field, value in form.items():
        body.write(f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode())
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="photo"; filename="{name}"\r\n'
    body.write(head.encode() + b"Content-Type: image/svg+xml\r\n\r\n")  # what it says it is does not matter
    body.write(picture("JPEG") if content is None else content)
    body.write(f"\r\n--{BOUNDARY}--\r\n".encode())
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    return client.post(page, data=body.getvalue(), content_type=kind, headers=SAME_ORIGIN)


def kept_answers() -> dict[int, Answer]:
    with database.reading() as session:
        return {answer.field_id: answer for answer in session.scalars(select(Answer))}


def kept_photo() -> Photo | None:
    with database.reading() as session:
        return session.scalar(select(Photo).order_by(Photo.contribution_id.desc()))


def newest() -> str:
    with database.reading() as session:
        found = session.scalar(select(Contribution.public_id).order_by(Contribution.id.desc()).limit(1))
    assert found
    return found


def nothing_came() -> bool:
    with database.reading() as session:
        return session.scalar(select(Contribution.id)) is None
