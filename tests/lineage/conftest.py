from dataclasses import dataclass

import pytest

from participation.foundation.permissions import Actor
from tests.moderation.hall import colleague, guest


@dataclass
class People:
    """Two moderators and three residents."""

    max: Actor
    aylin: Actor
    ada: Actor
    bo: Actor
    cem: Actor


@pytest.fixture
def hall(house: object) -> People:
    return People(colleague("Max Beispiel"), colleague("Aylin Örnek"), guest(), guest(), guest())
