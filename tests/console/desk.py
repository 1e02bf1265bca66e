"""The moderator's desk, by its doors."""

from collections.abc import Mapping
from dataclasses import dataclass

from participation.foundation import database
from participation.voting.models import Ballot
from tests.conftest import SAME_ORIGIN, Moderator


@dataclass
class Console:
    moderator: Moderator
    topic: str

    def presses(self, act: str, **more: object) -> int:
        form = {"act": act, "form_token": self.moderator.form_token(), **{key: str(it) for key, it in more.items()}}
        return self.moderator.client.post(f"/desk/sessions/{self.topic}", data=form, headers=SAME_ORIGIN).status_code

    def ballot_act(self, act: str, **more: object) -> int:
        ballot = newest_ballot()
        return self.presses(act, **{"ballot": ballot.public_id, "revision": ballot.revision, **more})

    def shows(self, lang: str = "en") -> str:
        return self.moderator.reads(f"/desk/sessions/{self.topic}?lang={lang}")

    def sends(self, path: str, form: Mapping[str, object]) -> tuple[int, str]:
        sent = {**form, "form_token": self.moderator.form_token()}
        address = f"/desk/sessions/{self.topic}/{path}?lang=en"
        answer = self.moderator.client.post(address, data=sent, headers=SAME_ORIGIN)
        return answer.status_code, answer.text


def newest_ballot() -> Ballot:
    with database.reading() as session:
        found = session.query(Ballot).order_by(Ballot.id.desc()).first()
        assert found is not None
        return found
