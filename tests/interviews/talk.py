"""A source in a town: a desk that notes an interview, takes consent, keeps the text, marks and releases."""

from dataclasses import dataclass
from io import BytesIO

from sqlalchemy import select

from participation.contributions.models import Contribution
from participation.contributions.rules import Kind
from participation.foundation import database
from participation.foundation.permissions import Role
from participation.interviews.models import Code, Passage, TalkParagraph, TalkSource
from participation.interviews.paragraphs import words_in
from participation.moderation.letting import cases_about
from participation.process.models import Format, FormatKind
from tests.conftest import SAME_ORIGIN, House, Moderator

TEXT = "I: Wie wohnen Sie?\n\nP1: Wir warten seit vier Monaten auf eine Wohnung. Amina weiß es auch.\n\nI: Danke."


@dataclass
class Talk:
    """key: the public id of the source; desk: who works with it."""

    house: House
    desk: Moderator
    key: str = ""

    @property
    def source(self) -> TalkSource:
        with database.reading() as session:
            return session.scalars(select(TalkSource).where(TalkSource.public_id == self.key)).one()

    @property
    def collection(self) -> Format:
        with database.reading() as session:
            return session.scalars(select(Format).where(Format.kind == FormatKind.INTERVIEWS)).unique().one()

    def posts(self, path: str = "", **form: object) -> tuple[int, str]:
        return self.sends_form(path, form)

    def sends_form(self, path: str, form: dict[str, object]) -> tuple[int, str]:
        """At the desk; path: behind the address of the source. Lists are sent as several fields."""
        sent: dict[str, object] = {"form_token": self.desk.form_token()}
        for name, value in form.items():
            sent[name] = value if isinstance(value, list | tuple) else str(value)
        address = f"/desk/interviews/{self.key}{path}" if self.key else f"/desk/interviews{path}"
        answer = self.desk.client.post(f"{address}?lang=en", data=sent, headers=SAME_ORIGIN)
        return answer.status_code, answer.text

    def plans(self, kind: str = "interview", **more: object) -> int:
        self.key = ""
        status, _ = self.sends_form("", {"kind": kind, "title": "Gespräch am Bach", "language": "de", **more})
        with database.reading() as session:
            newest = select(TalkSource.public_id).order_by(TalkSource.id.desc())
            self.key = session.scalars(newest).first() or ""
        return status

    def does(self, act: str, **form: object) -> tuple[int, str]:
        return self.posts("/acts", act=act, **form)

    def agrees(self, person: int = 1, agreed: str = "written quoted concept", **more: object) -> int:
        form = {"act": "consent", "person": person, "agreed": agreed.split(), "how": "paper", **more}
        return self.sends_form("/acts", form)[0]

    def keeps(self, text: str = TEXT) -> tuple[int, str]:
        sent: dict[str, object] = {"form_token": self.desk.form_token(), "text": text}
        return self.sends(sent)

    def sends_file(self, content: bytes, name: str = "interview.txt") -> tuple[int, str]:
        sent: dict[str, object] = {"form_token": self.desk.form_token(), "text": "", "file": (BytesIO(content), name)}
        return self.sends(sent)

    def sends(self, sent: dict[str, object]) -> tuple[int, str]:
        """As the form of a text does it: letters of other scripts are not three times as long that way."""
        address, kind = f"/desk/interviews/{self.key}/text?lang=en", "multipart/form-data"
        answer = self.desk.client.post(address, data=sent, headers=SAME_ORIGIN, content_type=kind)
        return answer.status_code, answer.text

    def names(self, name: str, person: int = 1, contact: str = "") -> int:
        return self.does("name", person=person, name=name, contact=contact)[0]

    def code(self, name: str, **more: object) -> int:
        """The id of a new code."""
        key, self.key = self.key, ""
        status, page = self.sends_form("/codes", {"act": "add", "name": name, **more})
        self.key = key
        assert status == 303, page
        with database.reading() as session:
            return session.scalars(select(Code.id).order_by(Code.id.desc())).first() or 0

    def marks(self, paragraph: int, words: str, codes: list[int], **more: object) -> tuple[int, str]:
        """By the two lists: from the first to the last of these words."""
        one = self.paragraph(paragraph)
        start = one.text.index(words)
        chosen = [
            word.number for word in words_in(one.text) if start < word.span.end and word.span.start < start + len(words)
        ]
        form = {"first": chosen[0], "last": chosen[-1], "codes": [str(code) for code in codes], "seen": one.version}
        return self.sends_form(f"/text/{paragraph}", {**form, **more})

    def corrects(self, paragraph: int, text: str, **more: object) -> tuple[int, str]:
        form = {"act": "correct", "text": text, "seen": self.paragraph(paragraph).version}
        return self.sends_form(f"/text/{paragraph}", {**form, **more})

    def releases(self, *numbers: int) -> int:
        with database.reading() as session:
            found = {one.number: one.contribution_id or 0 for one in self.passages()}
            cases = cases_about(session, list(found.values()))
            picked = [f"{one}:{cases[found[one]].revision}" for one in numbers or found if found[one] in cases]
        return self.does("release", picked=picked)[0]

    def paragraph(self, number: int) -> TalkParagraph:
        wanted = TalkParagraph.source_id == self.source.id, TalkParagraph.number == number
        with database.reading() as session:
            return session.scalars(select(TalkParagraph).where(*wanted)).one()

    def passages(self) -> list[Passage]:
        with database.reading() as session:
            wanted = select(Passage).where(Passage.source_id == self.source.id).order_by(Passage.number)
            return list(session.scalars(wanted))

    def reads(self, path: str = "", lang: str = "en") -> str:
        return self.desk.reads(f"/desk/interviews/{self.key}{path}?lang={lang}")

    def public(self, path: str = "", lang: str = "en") -> str:
        return self.house.resident().reads(f"/interviews/{self.collection.slug}{path}?lang={lang}")


def passages_said() -> list[Contribution]:
    with database.reading() as session:
        wanted = select(Contribution).where(Contribution.kind == Kind.PASSAGE).order_by(Contribution.id)
        return list(session.scalars(wanted))


def begin_talk(house: House, role: Role = Role.MODERATOR) -> Talk:
    """An interview with consent to everything and a text."""
    talk = Talk(house, house.moderator("Max Beispiel", role))
    assert talk.plans() == 303
    assert talk.agrees() == 303
    assert talk.keeps()[0] == 303
    return talk
