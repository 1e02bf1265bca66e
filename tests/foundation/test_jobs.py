"""Jobs: written with the use case, done once, tried again when they fail, taken over when their worker died."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from participation.foundation import clock, database, jobs
from participation.foundation.database import Database
from participation.foundation.jobs import LEASE, TRIES, Handler, Job
from tests.conftest import House
from tests.postgres import free_port
from tests.writers import another_writer


class Desk:
    """A handler that writes down what it was given."""

    def __init__(self) -> None:
        self.done: list[int] = []

    def handlers(self) -> dict[str, Handler]:
        return {"greet": self.greet, "stumble": self.stumble}

    def greet(self, _house: Database, payload: dict[str, Any]) -> None:
        self.done.append(payload["number"])

    def stumble(self, _house: Database, payload: dict[str, Any]) -> None:
        self.done.append(payload["number"])
        raise LookupError("Max Beispiel, Musterstraße 4")


def enqueue(kind: str, *numbers: int) -> None:
    with database.transaction() as tx:
        for number in numbers:
            jobs.enqueue(tx, kind, number=number)


def work(desk: Desk) -> bool:
    return jobs.work_one(database.current(), desk.handlers())


def all_jobs() -> list[Job]:
    with database.reading() as session:
        return list(session.scalars(select(Job).order_by(Job.id)))


def start_and_die() -> None:
    """A worker takes the next job and is killed while it works."""

    def killed(house: Database, payload: dict[str, Any]) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        jobs.work_one(database.current(), {"greet": killed})
    assert [job.state for job in all_jobs()] == ["running"]


def test_jobs_are_done_in_their_order_and_then_gone(house: House) -> None:
    desk = Desk()
    enqueue("greet", 1, 2, 3)

    assert [work(desk) for _ in range(4)] == [True, True, True, False]
    assert (desk.done, all_jobs()) == ([1, 2, 3], [])


def test_a_job_of_a_use_case_that_failed_never_was(house: House) -> None:
    def stumble() -> None:
        with database.transaction() as tx:
            jobs.enqueue(tx, "greet", number=1)
            raise LookupError

    with pytest.raises(LookupError):
        stumble()

    assert all_jobs() == []


def test_the_same_job_waits_only_once(house: House) -> None:
    enqueue("greet", 1, 1, 2)
    enqueue("greet", 1)

    assert [job.payload for job in all_jobs()] == [{"number": 1}, {"number": 2}]


def test_a_failing_job_waits_longer_each_time_and_is_then_given_up(house: House) -> None:
    desk = Desk()
    enqueue("stumble", 1)
    start = clock.now()

    waits = []
    for _ in range(TRIES):
        due = max(start, all_jobs()[0].not_before)
        with clock.held_at(due):
            assert work(desk)
            assert not work(desk)
        waits.append((all_jobs()[0].not_before - due).total_seconds())

    [job] = all_jobs()
    assert (desk.done, waits) == ([1] * TRIES, [2, 4, 8, 16, 32])
    assert (job.state, job.tries) == ("failed", TRIES)
    with clock.held_at(start + timedelta(days=1)):
        assert not work(desk)


def test_a_failing_job_keeps_the_kind_of_fault_and_no_words_of_anybody(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    enqueue("stumble", 1)

    work(Desk())

    assert all_jobs()[0].last_error == "LookupError"
    assert "job stumble failed" in caplog.text


def test_a_failing_job_does_not_hold_up_the_next(house: House) -> None:
    desk = Desk()
    enqueue("stumble", 1)
    enqueue("greet", 2)

    assert [work(desk), work(desk), work(desk)] == [True, True, False]
    assert desk.done == [1, 2]


def test_a_kind_nobody_knows_is_a_failing_job(house: House) -> None:
    enqueue("unheard_of", 1)

    assert work(Desk())
    assert all_jobs()[0].last_error == "KeyError"


def test_a_worker_that_finds_the_house_busy_waits_and_does_not_die(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.05)
    desk = Desk()
    enqueue("greet", 1)

    with another_writer(house):
        assert not jobs.work_or_wait(database.current(), desk.handlers())

    assert "the jobs wait" in caplog.text
    assert jobs.work_or_wait(database.current(), desk.handlers())
    assert (desk.done, all_jobs()) == ([1], [])


def test_a_worker_whose_database_is_away_waits_for_it() -> None:
    away = Database(f"postgresql+psycopg://house@127.0.0.1:{free_port()}/away")

    assert not jobs.work_or_wait(away, {})

    away.close()


def test_what_a_dead_worker_left_half_done_waits_again(house: House) -> None:
    desk = Desk()
    enqueue("greet", 1)
    start_and_die()
    assert not work(desk)

    jobs.take_over(database.current())

    assert work(desk)
    assert (desk.done, all_jobs()) == ([1], [])


def test_a_job_that_kills_each_worker_is_given_up(house: House) -> None:
    enqueue("greet", 1)
    for _ in range(TRIES):
        start_and_die()
        jobs.take_over(database.current())

    desk = Desk()
    assert [work(desk), work(desk)] == [True, False]
    assert desk.done == []
    assert [job.state for job in all_jobs()] == ["failed"]


def test_a_second_worker_leaves_alone_what_the_first_is_working_on(house_on_postgres: House) -> None:
    enqueue("greet", 1)
    desk = Desk()

    def meanwhile(house: Database, payload: dict[str, Any]) -> None:
        jobs.take_over(house)
        assert not work(desk)
        desk.done.append(payload["number"])

    assert jobs.work_one(database.current(), {"greet": meanwhile})
    assert (desk.done, all_jobs()) == ([1], [])


def test_several_workers_take_over_only_what_was_left_for_long(house_on_postgres: House) -> None:
    desk = Desk()
    enqueue("greet", 1)
    start_and_die()

    jobs.take_over(database.current())
    assert not work(desk)

    with clock.held_at(clock.now() + LEASE):
        assert work(desk)
    assert (desk.done, all_jobs()) == ([1], [])


def test_a_worker_that_comes_back_late_finds_its_job_done(house_on_postgres: House) -> None:
    enqueue("greet", 1)
    other = Desk()

    def slow(house: Database, payload: dict[str, Any]) -> None:
        with clock.held_at(clock.now() + LEASE):
            assert work(other)
        raise LookupError

    assert jobs.work_one(database.current(), {"greet": slow})
    assert (other.done, all_jobs()) == ([1], [])


def test_two_workers_on_postgresql_share_the_jobs_and_do_none_twice(house_on_postgres: House) -> None:
    enqueue("greet", *range(40))
    first, second = Desk(), Desk()
    both = threading.Barrier(2)

    def work_off(desk: Desk) -> None:
        house = Database(house_on_postgres.settings.database_url)
        both.wait()
        while all_jobs():
            jobs.work_one(house, desk.handlers())
        house.close()

    workers = [threading.Thread(target=work_off, args=[desk]) for desk in (first, second)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(first.done + second.done) == list(range(40))
    assert first.done
    assert second.done


def test_a_job_another_worker_is_taking_at_this_moment_is_skipped_not_waited_for(house_on_postgres: House) -> None:
    desk = Desk()
    enqueue("greet", 1, 2)
    with database.current().engine.connect() as other:
        other.execute(select(Job.id).where(Job.id == 1).with_for_update())

        assert work(desk)

    assert desk.done == [2]
