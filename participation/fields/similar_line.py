"""The server's end of the line to the child process that looks for similar ideas.

Whoever asks waits in their own greenlet, at most PATIENCE; the event loop never waits. Where the child is away, slow or
asked too much the answer is simply that nothing is similar.
"""

import json
import logging
import os
from collections.abc import Sequence
from time import monotonic
from typing import Any, Protocol

import gevent
from gevent import subprocess
from gevent.event import AsyncResult
from sqlalchemy.orm import Session

from participation.fields.rules import SIMILAR_SHOWN, Near, first_sentences, worth_asking
from participation.fields.similar import Similar, still_public

log = logging.getLogger(__name__)

PATIENCE = 1.0  # seconds an answer may take
MOST_WAITING = 4  # questions at once; the next one is not asked
REST = 30.0  # seconds before another child, so that a broken one does not eat the machine
DEAF = 60.0  # seconds without an answer after which a child is replaced
BREATH = 5.0  # seconds in which nobody is asked after an answer came too late: the machine has other things to do
ALONE = {"OPENBLAS_NUM_THREADS": "1"}  # numpy's threads spin while they wait: one takes half of the processor time


class Answers(Protocol):
    """Who can tell what is similar."""

    def near_text(self, format_id: int, text: str) -> list[Near]: ...

    def near_idea(self, contribution_id: int) -> list[Near]: ...


class Line:
    """A child process, begun by `wake` when somebody may ask soon. command: what starts it."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = list(command)
        self._child: Any = None
        self._listening: Any = None
        self._ready = False
        self._waiting: dict[int, AsyncResult[list[Near]]] = {}
        self._number = 0
        self._unanswered_since: float | None = None
        self._rests_until = 0.0
        self._breathes_until = 0.0

    @property
    def is_crowded(self) -> bool:
        """Whether the next question would not be asked: enough wait, or the last one waited in vain."""
        return len(self._waiting) >= MOST_WAITING or monotonic() < self._breathes_until

    def wake(self) -> None:
        """Start the child unless it runs or rests. Returns at once."""
        if self._listening is None and monotonic() >= self._rests_until:
            self._listening = gevent.spawn(self._listen)

    def near_text(self, format_id: int, text: str) -> list[Near]:
        return self._ask({"format": format_id, "text": first_sentences(text)})

    def near_idea(self, contribution_id: int) -> list[Near]:
        return self._ask({"idea": contribution_id})

    def close(self) -> None:
        """End the child with the server."""
        if self._child is not None:
            self._child.terminate()
        if self._listening is not None:
            self._listening.kill()

    def _ask(self, question: dict[str, object]) -> list[Near]:
        self.wake()
        if not self._ready or self.is_crowded:
            return []
        self._number += 1
        number, answer = self._number, AsyncResult()
        self._waiting[number] = answer
        self._unanswered_since = self._unanswered_since or monotonic()
        try:
            self._child.stdin.write(line_of(number, question))
            self._child.stdin.flush()
            return list(answer.get(timeout=PATIENCE))
        except (gevent.Timeout, OSError):
            self._breathes_until = monotonic() + BREATH
            self._replace_if_deaf()
            return []
        finally:
            self._waiting.pop(number, None)

    def _replace_if_deaf(self) -> None:
        if self._child is not None and monotonic() - (self._unanswered_since or monotonic()) > DEAF:
            log.error("the child that looks for similar ideas does not answer; it is ended")
            self._child.kill()

    def _listen(self) -> None:
        """Start a child and hear what it says until it ends."""
        try:
            self._child = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, **ALONE}
            )
            for line in self._child.stdout:
                self._hear(json.loads(line))
            log.error("the child that looks for similar ideas ended with %s", self._child.wait())
        except OSError:
            log.exception("the child that looks for similar ideas did not start")
        finally:
            self._child, self._listening, self._ready, self._unanswered_since = None, None, False, None
            self._rests_until = monotonic() + REST
            for answer in list(self._waiting.values()):
                answer.set([])

    def _hear(self, told: dict[str, Any]) -> None:
        self._ready, self._unanswered_since = True, None
        answer = self._waiting.get(told.get("number", 0))
        if answer is not None:
            answer.set([Near(*one) for one in told["near"]])


def line_of(number: int, question: dict[str, object]) -> bytes:
    """`by`: after that moment of this machine's clock nobody waits for the answer any more."""
    return json.dumps({"number": number, "by": monotonic() + PATIENCE, **question}).encode() + b"\n"


_current: Answers | None = None


def use(answers: Answers | None) -> None:
    """Make `answers` the ones this process asks; None: nobody can tell."""
    global _current  # noqa: PLW0603 - one process, one line
    _current = answers


def wake() -> None:
    """Somebody opened a page to write: an answer may be wanted soon."""
    if isinstance(_current, Line):
        _current.wake()


def is_crowded() -> bool:
    """Whether so many ask that the next one would get no answer."""
    return isinstance(_current, Line) and _current.is_crowded


def near_text(format_id: int, text: str) -> list[Near]:
    """The public ideas of a collection similar to a text, the closest first; none where nobody can tell in time."""
    return _current.near_text(format_id, text) if _current and worth_asking(text) else []


def similar_to(session: Session, contribution_id: int, limit: int = SIMILAR_SHOWN) -> list[Similar]:
    """What was said already: the public ideas of the same collection most like one that was read, which may wait.

    By stored vectors: empty until the worker has read the idea, and where nobody can tell in time. Never inside a
    transaction, because it may wait.
    """
    return still_public(session, _current.near_idea(contribution_id))[:limit] if _current else []
