"""What a phone in the hall has to fetch before the first question stands on it, measured as it travels."""

import gzip
import re

import pytest
from flask.testing import FlaskClient

from participation.foundation.paths import asset_dir
from tests.conftest import House
from tests.voting.evening import begin_evening

FIRST_PAGE = 60_000  # bytes, without fonts
SCRIPT = 25_000
STYLE = 15_000

needs_assets = pytest.mark.skipif(
    not (asset_dir("static") / "dist" / "phone.js").exists(), reason="the front end is not built: dev.py assets"
)


def travels(client: FlaskClient, address: str) -> int:
    answer = client.get(address, headers={"Accept-Encoding": "gzip"}, buffered=True)
    assert answer.status_code == 200
    return len(answer.data)


@needs_assets
def test_the_first_page_of_a_vote_fits_a_slow_network(house: House) -> None:
    evening = begin_evening(house)
    phone = house.resident().client
    address = f"/live/{evening.topic}?lang=ar"

    page = phone.get(address).text
    files = re.findall(r'(?:src|href)="([^"]+\.(?:js|css)[^"]*)"', page)
    scripts = sum(travels(phone, file) for file in files if ".js" in file)
    styles = sum(travels(phone, file) for file in files if ".css" in file)

    assert len(files) == 4  # the city's own colour is a file of its own
    assert scripts <= SCRIPT
    assert styles <= STYLE
    assert travels(phone, address) + scripts + styles <= FIRST_PAGE


@needs_assets
def test_a_built_file_is_packed_only_for_who_can_read_it(house: House) -> None:
    client = house.resident().client

    plain = client.get("/dist/phone.js", buffered=True)
    packed = client.get("/dist/phone.js", headers={"Accept-Encoding": "gzip"}, buffered=True)
    known = {"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]}
    again = client.get("/dist/phone.js", headers=known, buffered=True)

    assert plain.headers.get("Content-Encoding") is None
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    assert again.status_code == 304


def test_a_page_with_words_and_tokens_is_never_packed(house: House) -> None:
    page = house.resident().client.get("/", headers={"Accept-Encoding": "gzip"})

    assert page.headers.get("Content-Encoding") is None
