"""Somebody at the desk of the town hall, for stories."""

from dataclasses import dataclass
from io import BytesIO

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from participation.foundation import database, web
from participation.foundation.audit import entries
from participation.foundation.municipality import Municipality
from participation.foundation.permissions import Role
from participation.people import service as people
from participation.people.models import Membership
from participation.people.web import COOKIE
from participation.townhall import queries
from participation.townhall.models import TownPage
from participation.townhall.rules import PageKind
from tests.conftest import SAME_ORIGIN, House

BOUNDARY = "a-picture"


@dataclass
class Office:
    """A colleague with one role, signed in."""

    client: FlaskClient
    token: str

    def reads(self, address: str) -> str:
        return self.client.get(address).text

    def sends(self, address: str, **fields: str) -> TestResponse:
        form = {"form_token": self.token, **fields}
        return self.client.post(f"{address}?lang=en", data=form, headers=SAME_ORIGIN)

    def describes(self, **changed: str) -> TestResponse:
        """The form of the house as it is shown, with some fields changed."""
        town = town_now()
        form = {
            "name": town.name,
            "example": "own",
            "hue": str(town.hue),
            "shown": str(town.hue),
            "email": town.contact_email,
            "phone": town.contact_phone,
            "revision": str(town.revision),
        }
        return self.sends("/desk/house", **{**form, **changed})

    def hangs(self, content: bytes, *, name: str = "logo.png", revision: int | None = None) -> TestResponse:
        """Upload a picture, written by hand: the library's own form keeps large files open."""
        seen = town_now().revision if revision is None else revision
        body = BytesIO()
        for field, value in (("form_token", self.token), ("revision", str(seen))):
            body.write(f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode())
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="picture"; filename="{name}"\r\n\r\n'
        body.write(head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode())
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        return self.client.post(
            "/desk/house/logo?lang=en", data=body.getvalue(), content_type=kind, headers=SAME_ORIGIN
        )

    def writes(self, kind: str, *, act: str = "keep", revision: str = "", **fields: str) -> TestResponse:
        page = page_now(kind)
        seen = revision or str(page.revision if page else 0)
        return self.sends(f"/desk/house/pages/{kind}", act=act, revision=seen, **fields)


def office(house: House, role: Role = Role.ADMINISTRATION, *, municipality_id: int = 1, name: str = "") -> Office:
    with database.transaction() as tx:
        person = people.open_account(tx, municipality_id, name or f"{role} Beispiel", [role])
        key = people.hand_key(tx, person.id, 1)
    return signed_in(house, key)


def office_in_one_process(house: House, role: Role) -> Office:
    with database.transaction() as tx:
        person = people.open_account(tx, 1, "Nur ein Verfahren", [])
        tx.session.add(Membership(municipality_id=1, person_id=person.id, process_id=1, role=role))
        key = people.hand_key(tx, person.id, 1)
    return signed_in(house, key)


def signed_in(house: House, key: str) -> Office:
    client = house.app.test_client()
    client.set_cookie(COOKIE, key)
    return Office(client, web.form_token(house.settings.secret_key, key))


def town_now(municipality_id: int = 1) -> Municipality:
    with database.reading() as session:
        return session.get_one(Municipality, municipality_id)


def page_now(kind: str, municipality_id: int = 1) -> TownPage | None:
    with database.reading() as session:
        return queries.page_of(session, municipality_id, PageKind(kind))


def logo_now(municipality_id: int = 1) -> bytes | None:
    with database.reading() as session:
        return queries.logo_of(session, municipality_id)


def acts(area: str = "house") -> list[tuple[str, str]]:
    """What the audit holds of an area: (action, object)."""
    with database.reading() as session:
        return [(one.action, one.object) for one in entries(session) if one.action.startswith(f"{area}.")]
