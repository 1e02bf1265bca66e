"""What a colleague reads about themselves, and how they sign out everywhere else."""

import pytest

from participation.foundation import database
from participation.foundation.permissions import Role
from participation.people import service as people
from participation.people.web import COOKIE
from tests.team.office import Office, Somebody, code_in, log_of, words_of


def second_device(office: Office, somebody: Somebody, town: int = 1) -> Somebody:
    with database.transaction() as tx:
        key = people.hand_key(tx, somebody.person, 1, town)
    other = office.visitor(town)
    other.person = somebody.person
    other.client.set_cookie(COOKIE, key, domain=other.host)
    return other


def test_a_colleague_reads_who_they_are_here(office: Office) -> None:
    max_ = office.colleague("Max Beispiel", Role.MODERATOR, Role.INTERPRETER, process=office.second)

    page = max_.reads("/desk/me?lang=en")
    words = words_of(page)

    assert "Max Beispiel" in words
    assert "Moderator in “ Stadtpark ”" in words
    assert "Interpreter or translator in “ Stadtpark ”" in words
    assert 'href="/process/stadtpark' in page
    assert 'href="/process/konzept' not in page
    assert words.count("This device") == 1
    assert "Make a personal code" in words
    assert "Sign out everywhere else" not in words


def test_a_role_in_the_whole_town_means_every_process(office: Office) -> None:
    page = office.colleague("Iris Immer", Role.INTERPRETER).reads("/desk/me?lang=en")

    assert 'href="/process/stadtpark' in page
    assert 'href="/process/konzept' in page


def test_signing_out_everywhere_else_leaves_this_device(office: Office) -> None:
    max_ = office.colleague("Max Beispiel", Role.MODERATOR)
    laptop = second_device(office, max_)
    other = office.colleague("Eva Andere", Role.MODERATOR)
    max_.sends("/desk/me/code", 200)
    assert words_of(max_.reads("/desk/me?lang=en")).count("Since") == 2

    answer = max_.sends("/desk/me/elsewhere?lang=en")

    assert "You are signed out everywhere else." in max_.reads(answer.location)
    laptop.reads("/desk/queue", 403)
    assert max_.reads("/desk/queue")
    assert other.reads("/desk/queue")
    whom = f"person:{max_.person}"
    assert log_of("account.sign_out_elsewhere") == [(whom, "account.sign_out_elsewhere", whom, "")]


def test_an_interpreter_without_a_desk_has_an_account_page_too(office: Office) -> None:
    iris = office.colleague("Iris Innen", Role.INTERPRETER)
    laptop = second_device(office, iris)

    assert 'href="/desk/me' in iris.reads("/")
    assert len(code_in(iris.sends("/desk/me/code", 200).text)) == 17
    iris.sends("/desk/me/elsewhere")
    laptop.reads("/desk/me", 403)


@pytest.mark.parametrize("address", ["/desk/me/elsewhere", "/desk/me/code"])
def test_guests_and_strangers_have_no_account(office: Office, address: str) -> None:
    stranger, guest = office.visitor(), office.visitor()
    guest.client.post("/ideas/ideen/new", data={"text": "Mehr Bänke"}, headers={"Sec-Fetch-Site": "same-origin"})

    for somebody in (stranger, guest):
        somebody.reads("/desk/me", 403)
        somebody.sends(address, 403)
        assert "/desk/me" not in somebody.reads("/")
