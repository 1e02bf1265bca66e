"""Acknowledged means stored, once, whatever the network does."""

import gevent
import pytest
from sqlalchemy import select

from participation.foundation import audit, clock, database
from participation.voting import ledger
from participation.voting.keys import BallotKeys
from participation.voting.models import CountedBallot, Vote
from participation.voting.rules import BallotKind, Method, Step
from tests.conftest import House
from tests.voting.evening import HOST, begin_evening


def test_a_vote_is_stored_before_it_is_acknowledged(house: House) -> None:
    evening = begin_evening(house)
    evening.opens()
    a, b = evening.letters["A"], evening.letters["B"]

    answer = evening.phone().votes({a: 2, b: 1})

    assert (answer["status"], answer["own_revision"], answer["choice"]) == ("stored", 1, {a: 2, b: 1})
    assert evening.rows() == [({int(a): 2, int(b): 1}, 1, 1)]


def test_the_same_message_twice_counts_once_and_both_times_says_counted(house: House) -> None:
    evening = begin_evening(house)
    evening.opens()
    phone = evening.phone()
    message = phone.message({evening.letters["A"]: 1})

    answers = [phone.sends(message)["status"] for _ in range(3)]

    assert answers == ["stored", "duplicate", "duplicate"]
    assert len(evening.rows()) == 1


def test_a_retry_that_arrives_after_a_change_of_mind_changes_nothing(house: House) -> None:
    evening = begin_evening(house)
    evening.opens()
    phone = evening.phone()
    first, second = phone.message({evening.letters["A"]: 1}), phone.message({evening.letters["B"]: 1})

    assert phone.sends(second)["status"] == "stored"
    late = phone.sends(first)

    assert (late["status"], late["choice"]) == ("stale_seq", {evening.letters["B"]: 1})
    assert evening.rows() == [({int(evening.letters["B"]): 1}, 2, 1)]


def test_a_choice_can_be_changed_and_withdrawn_until_the_end(house: House) -> None:
    evening = begin_evening(house)
    evening.opens()
    phone, other = evening.phone(), evening.phone()
    other.votes({evening.letters["C"]: 1})

    phone.votes({evening.letters["A"]: 2})
    phone.votes({evening.letters["B"]: 1})
    withdrawn = phone.votes({})

    assert (withdrawn["status"], withdrawn["own_revision"]) == ("stored", 3)
    evening.ends()
    assert evening.counts() == {"A": 0, "B": 0, "C": 1}
    assert (evening.ballot().voted, evening.ballot().base) == (1, 2)


@pytest.mark.parametrize(
    "choice",
    [
        {"A": 3},
        {"A": 2, "B": 2},
        {"A": -1},
        {"A": 2.5},
        {"A": "1"},
        {"A": True},
        {"A": 10**30},
        {"A": None},
        ["A"],
        "A",
        None,
        7,
        {"999999": 1},
        {"٣": 1},
        {"1e3": 1},
        {"": 1},
    ],
)
def test_what_the_rules_do_not_allow_is_refused_in_words_and_stores_nothing(house: House, choice: object) -> None:
    evening = begin_evening(house)
    evening.opens()
    if isinstance(choice, dict):
        choice = {evening.letters.get(letter, letter): dots for letter, dots in choice.items()}

    answer = evening.phone().votes(choice)

    assert answer["status"] == "rejected"
    assert answer["sentence"].endswith(".")
    assert evening.rows() == []


def test_a_single_choice_takes_one_option(house: House) -> None:
    evening = begin_evening(house, method=Method.SINGLE)
    evening.opens()
    a, b = evening.letters["A"], evening.letters["B"]

    assert evening.phone().votes({a: 1, b: 1})["status"] == "rejected"
    assert evening.phone().votes({a: 2})["status"] == "rejected"
    assert evening.phone().votes({a: 1, b: 0})["status"] == "stored"


@pytest.mark.parametrize(
    "broken", [{"nonce": "x"}, {"nonce": "ab"}, {"seq": "1"}, {"seq": -1}, {"seq": 2**60}, {"revision": None}]
)
def test_a_malformed_message_is_answered_in_words(house: House, broken: dict[str, object]) -> None:
    evening = begin_evening(house)
    evening.opens()

    answer = evening.phone().votes({evening.letters["A"]: 1}, **broken)

    assert set(answer) == {"error", "sentence"}
    assert evening.rows() == []


def test_a_vote_before_the_opening_during_a_pause_and_after_the_end_is_not_counted(house: House) -> None:
    evening = begin_evening(house)
    phone = evening.phone()
    choice = {evening.letters["A"]: 1}

    assert phone.votes(choice)["status"] == "closed"
    evening.opens()
    evening.step(Step.PAUSE)
    paused = phone.votes(choice)
    assert (paused["status"], paused["sentence"]) == (
        "paused",
        "This vote is paused for a moment. Your choice is sent as soon as it goes on.",
    )
    evening.step(Step.RESUME)
    assert phone.votes(choice)["status"] == "stored"
    evening.ends()
    assert phone.votes({evening.letters["B"]: 1})["status"] == "closed"
    assert evening.counts() == {"A": 1, "B": 0, "C": 0}


def test_a_vote_within_two_seconds_after_the_end_counts_and_a_later_one_does_not(house: House) -> None:
    from datetime import timedelta  # noqa: PLC0415 - beside its use

    evening = begin_evening(house)
    evening.opens()
    early, late = evening.phone(), evening.phone()
    evening.step(Step.CLOSE)
    end = evening.ballot().closed_at
    assert end is not None

    with clock.held_at(end + timedelta(seconds=1.9)):
        assert early.votes({evening.letters["A"]: 1})["status"] == "stored"
    with clock.held_at(end + timedelta(seconds=2.1)):
        assert late.votes({evening.letters["A"]: 1})["status"] == "closed"

    ledger.current().finish(evening.ballot_id)
    assert evening.counts()["A"] == 1


def test_a_phone_whose_answer_got_lost_hears_counted_even_after_the_end(house: House) -> None:
    evening = begin_evening(house, kind=BallotKind.CONFIDENTIAL)
    evening.opens()
    phone = evening.phone(evening.prints(1)[0])
    message = phone.message({evening.letters["A"]: 1})
    phone.sends(message)
    evening.ends()

    assert phone.sends(message)["status"] == "duplicate"
    assert phone.votes({evening.letters["B"]: 1})["status"] == "closed"


def test_a_vote_of_an_earlier_round_does_not_count_in_a_later_one(house: House) -> None:
    evening = begin_evening(house)
    evening.opens(rehearsal=True)
    phone = evening.phone()
    old = phone.message({evening.letters["A"]: 1})
    phone.votes({evening.letters["B"]: 1})
    ledger.current().wipe_rehearsal("session:1", by=HOST)
    evening.opens()

    assert phone.sends(old)["status"] == "closed"
    assert evening.rows() == []


def test_a_hundred_votes_at_once_are_all_counted(house: House) -> None:
    evening = begin_evening(house)
    evening.opens()
    a = evening.letters["A"]
    phones = [evening.phone() for _ in range(100)]

    sending = [gevent.spawn(phone.votes, {a: 1}) for phone in phones]
    gevent.joinall(sending, raise_error=True)

    assert [one.value["status"] for one in sending] == ["stored"] * 100
    tally, revision = ledger.current().running_tally(evening.ballot())
    assert (tally.counts[int(a)], tally.voted) == (100, 100)
    assert revision >= 1
    evening.ends()
    assert evening.counts()["A"] == 100


def test_votes_racing_with_the_end_are_either_counted_or_told_it_is_over(house: House) -> None:
    evening = begin_evening(house)
    evening.opens()
    phones = [evening.phone() for _ in range(40)]
    ledger.current().work(lambda _: None)

    sending = [gevent.spawn(phone.votes, {evening.letters["A"]: 1}) for phone in phones[:20]]
    ending = gevent.spawn(evening.ends)
    sending += [gevent.spawn(phone.votes, {evening.letters["A"]: 1}) for phone in phones[20:]]
    gevent.joinall([*sending, ending], raise_error=True)

    answers = [one.value["status"] for one in sending]
    assert set(answers) <= {"stored", "closed"}
    assert evening.counts()["A"] == answers.count("stored")


def test_after_the_count_no_row_leads_back_to_a_voter(house: House) -> None:
    evening = begin_evening(house, kind=BallotKind.CONFIDENTIAL)
    codes = evening.prints(6)
    evening.opens()
    key_file = house.settings.instance / "ballots" / f"{evening.ballot().public_id}.key"
    assert key_file.stat().st_mode & 0o777 == 0o600
    for code in codes:
        evening.phone(code).votes({evening.letters["A"]: 1})
    assert len(evening.rows()) == 6

    evening.ends()

    assert not key_file.exists()
    with database.reading() as session:
        assert session.scalars(select(Vote)).all() == []
        kept = session.scalars(select(CountedBallot)).all()
    assert [one.choice for one in kept] == ['{"%s":1}' % evening.letters["A"]] * 6  # noqa: UP031 - braces around
    assert not any(name.endswith("-wal") and size for name, size in files_of(house))


def files_of(house: House) -> list[tuple[str, int]]:
    return [(file.name, file.stat().st_size) for file in house.settings.instance.iterdir()]


def test_the_count_agrees_with_the_running_figures_and_the_audit_says_so(house: House) -> None:
    evening = begin_evening(house)
    evening.opens()
    phone = evening.phone()
    ledger.current().running_tally(evening.ballot())
    phone.votes({evening.letters["A"]: 1})
    phone.votes({evening.letters["B"]: 2})

    evening.ends()

    with database.reading() as session:
        said = [entry.reason for entry in audit.entries(session) if entry.action == "ballot.count"]
        assert audit.first_broken(session) is None
    assert said == ["the recount agrees"]


def test_no_choice_stands_in_the_audit(house: House) -> None:
    evening = begin_evening(house)
    evening.opens()
    evening.phone().votes({evening.letters["A"]: 2})
    evening.ends()
    evening.publishes()

    with database.reading() as session:
        entries = list(audit.entries(session))
    assert {entry.action for entry in entries} >= {"ballot.open", "ballot.close", "ballot.count", "ballot.publish"}
    assert [entry for entry in entries if "choice" in entry.reason or f'"{evening.letters["A"]}"' in entry.reason] == []


def test_the_ledger_refuses_to_work_inside_a_transaction(house: House) -> None:
    evening = begin_evening(house)
    evening.opens()
    phone = evening.phone()
    message = phone.message({evening.letters["A"]: 1})
    from participation.sessions.casting import Typed, cast  # noqa: PLC0415 - beside its use

    typed = Typed(message["ballot"], message["revision"], message["nonce"], 1, message["choice"])
    cookie = phone.client.get_cookie("seat")
    assert cookie is not None
    with database.transaction(), pytest.raises(RuntimeError, match="a transaction is open"):
        cast(evening.topic, cookie.value, typed)


def test_a_restart_goes_on_with_open_ballots_and_counts_ended_ones(house: House) -> None:
    evening = begin_evening(house)
    evening.opens()
    phone = evening.phone()
    phone.votes({evening.letters["A"]: 1})

    ledger.current().stop()
    again = ledger.Ledger(database.current(), ledger.current().keys, grace=0)
    ledger.use(again)

    assert phone.votes({evening.letters["B"]: 1})["own_revision"] == 2
    evening.step(Step.CLOSE)
    while evening.ballot().state != "closed":
        gevent.sleep(0.01)
    assert evening.counts() == {"A": 0, "B": 1, "C": 0}


def test_the_way_of_a_vote_is_the_same_on_postgresql(house_on_postgres: House) -> None:
    evening = begin_evening(house_on_postgres, kind=BallotKind.CONFIDENTIAL)
    codes = evening.prints(8)
    evening.opens()
    phones = [evening.phone(code) for code in codes]
    a, b = evening.letters["A"], evening.letters["B"]

    sending = [gevent.spawn(phone.votes, {a: 1}) for phone in phones]
    gevent.joinall(sending, raise_error=True)
    changed = phones[0].votes({b: 2})

    assert changed["own_revision"] == 2
    evening.ends()
    evening.publishes()
    assert evening.counts() == {"A": 7, "B": 2, "C": 0}
    assert (evening.ballot().voted, evening.ballot().base) == (8, 8)


def test_a_vote_that_comes_when_the_house_closes_is_asked_to_come_again(house: House) -> None:
    evening = begin_evening(house)
    evening.opens()
    phone = evening.phone()
    message = phone.message({evening.letters["A"]: 1})
    stopped = ledger.current()
    stopped.stop()

    assert phone.sends(message)["error"] == "busy"
    stopped.stop()  # a second farewell waits for nobody

    ledger.use(ledger.Ledger(database.current(), stopped.keys))
    assert phone.sends(message)["status"] == "stored"
    assert len(evening.rows()) == 1


def test_the_figures_of_a_restarted_house_are_newer_than_those_on_the_screens(house: House) -> None:
    evening = begin_evening(house)
    evening.opens()
    phone, other = evening.phone(), evening.phone()
    ledger.current().running_tally(evening.ballot())
    for letter in "ABC":
        phone.votes({evening.letters[letter]: 1})
    _, shown = ledger.current().running_tally(evening.ballot())
    ledger.current().stop()
    ledger.use(ledger.Ledger(database.current(), ledger.current().keys))

    other.votes({evening.letters["A"]: 1})

    tally, revision = ledger.current().running_tally(evening.ballot())
    assert (shown, revision, tally.voted) == (3, 4, 2)


def test_a_key_that_outlived_its_ballot_is_gone_after_the_next_start(house: House) -> None:
    evening = begin_evening(house, kind=BallotKind.CONFIDENTIAL)
    evening.opens()
    folder = house.settings.instance / "ballots"
    key = folder / f"{evening.ballot().public_id}.key"
    kept = key.read_bytes()
    evening.ends()
    ledger.current().stop()
    key.write_bytes(kept)  # the house fell between the count and the deletion
    (folder / "0123456789abcdef.key").write_bytes(kept)  # of a ballot that is just being opened elsewhere

    ledger.use(ledger.Ledger(database.current(), BallotKeys(folder)))
    ledger.current().start()

    assert [file.stem for file in folder.glob("*.key")] == ["0123456789abcdef"]
