"""No key of the desk presses two things: what stands first on the page would win, and nobody would see why."""

import re
from collections import Counter
from pathlib import Path

from participation.sessions.plugs import plugs_to_plan
from tests.conftest import House

CONSOLES = [*sorted(Path("templates").glob("*/console*.html")), Path("templates/console/stage.html")]
# keys of a panel: written out, or given to its macro of buttons
KEYS = re.compile(r'data-key="([^"{]+)"|_\("[^"]+"\)(?: if [^,]+ else _\("[^"]+"\))?, "([a-z0-9+])"')
MOVES = {"j", "k"}


def keys_of(page: Path) -> set[str]:
    return {one or other for one, other in KEYS.findall(page.read_text(encoding="utf-8"))}


def test_keys_that_plan_steps_press_nothing_else(house: House) -> None:
    plans = Counter(plug.key for plug in plugs_to_plan())
    pressed = set().union(*(keys_of(page) for page in CONSOLES))

    assert {key for key, count in plans.items() if count > 1} == set()
    assert set(plans) & (pressed | MOVES) == set()
    assert {"e", "a", "u", "w", "n", "m"} <= pressed  # it reads the keys that there are
