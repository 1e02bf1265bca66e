"""By an outside service: what it vouches for is checked to the last claim, and nothing is joined in silence."""

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from participation.accounts import oidc, web
from participation.accounts.models import OutsideIdentity
from participation.accounts.oidc import BadOidcSettings, is_safe, provider_of
from participation.foundation import audit, clock, database
from tests.accounts.provider import CLIENT, KEY, OTHER_KEY, PASSWORD, OutsideService, new_key, open_service
from tests.accounts.visitors import Visitor, addresses, visitor
from tests.conftest import House
from tests.notifications.office import Office

NAME = "Stadtkonto"


@pytest.fixture
def service(office: Office) -> Iterator[OutsideService]:
    """An outside service this house knows."""
    with open_service() as found:
        settings = replace(
            office.settings,
            oidc_issuer=found.issuer,
            oidc_client_id=CLIENT,
            oidc_client_secret=PASSWORD,
            oidc_name=NAME,
            url="",
        )
        office.house.app.config["PARTICIPATION"] = settings
        web.use_provider(office.house.app)
        yield found
        web.use_provider(office.house.app)


def goes_there(somebody: Visitor, start: str = "/sign-in/outside") -> str:
    """Press the button here; returns the address the browser goes on to."""
    answer = somebody.sends(start, 200)
    wait, _, address = answer.headers["Refresh"].partition("; url=")
    assert wait == "0"
    assert unescape(re.findall(r'href="(http://127[^"]+)"', answer.text)[0]) == address
    return address


def comes_back(somebody: Visitor, address: str, status: int = 200) -> str:
    """Open the address of return; returns the page."""
    path = "/" + address.split("/", 3)[3]
    answer = somebody.client.get(f"{path}&lang=en")
    assert answer.status_code == status, answer.text
    return answer.text


def finishes(somebody: Visitor, page: str, status: int = 303) -> TestResponse:
    """Press the button of the page of return."""
    [code], [state] = (re.findall(f'name="{name}" value="([^"]*)"', page) for name in ("code", "state"))
    return somebody.sends("/sign-in/outside/finish", status, code=code, state=state)


def signs_in(somebody: Visitor, service: OutsideService, status: int = 303) -> TestResponse:
    return finishes(somebody, comes_back(somebody, service.signs_in(goes_there(somebody))), status)


def identities() -> list[tuple[str, int]]:
    with database.reading() as session:
        rows = session.scalars(select(OutsideIdentity).order_by(OutsideIdentity.id))
        return [(one.subject, one.person_id) for one in rows]


def test_the_first_time_makes_an_account_with_the_verified_address(amina: Visitor, service: OutsideService) -> None:
    page = comes_back(amina, service.signs_in(goes_there(amina)))
    assert f"You come from {NAME}" in page
    assert (amina.person, identities()) == (None, [])  # the address of return alone does nothing

    assert finishes(amina, page).location.startswith("/mine")

    assert identities() == [("4711", amina.person)]
    assert addresses() == [("amina@example.org", amina.person)]
    assert amina.client.get_cookie(web.OUTSIDE) is None
    with database.reading() as session:
        acts = [one.action for one in audit.entries(session)]
    assert acts == ["account.sign_up", "account.sign_in"]


def test_the_second_time_is_the_same_account_also_with_another_address(
    office: Office, amina: Visitor, service: OutsideService
) -> None:
    signs_in(amina, service)
    service.person["email"] = "new@example.org"
    tablet = visitor(office)

    signs_in(tablet, service)

    assert tablet.person == amina.person
    assert [address for address, _ in addresses()] == ["amina@example.org"]


def test_an_address_that_is_not_verified_is_not_taken(amina: Visitor, service: OutsideService) -> None:
    for verified in (False, None, "true"):
        service.person = {"sub": f"{verified}", "email": "amina@example.org", "email_verified": verified}
        signs_in(amina, service)
        amina.sends("/sign-out")

    assert len(identities()) == 3
    assert addresses() == []


def test_an_account_with_that_address_is_not_joined_but_its_owner_can_connect_it(
    office: Office, amina: Visitor, burak: Visitor, service: OutsideService
) -> None:
    amina.signs_in()

    page = signs_in(burak, service, 409).text

    assert f"There is an account here with the address that {NAME} knows you by." in page
    assert (burak.person, identities()) == (None, [])
    page = comes_back(amina, service.signs_in(goes_there(amina, "/account/outside")))
    assert f"Connect your account with {NAME}?" in page
    finishes(amina, page)
    assert identities() == [("4711", amina.person)]
    signs_in(burak, service)
    assert burak.person == amina.person


def test_somebody_elses_identity_cannot_be_connected(
    office: Office, amina: Visitor, burak: Visitor, service: OutsideService
) -> None:
    signs_in(amina, service)
    burak.signs_in("burak@example.org")

    page = comes_back(burak, service.signs_in(goes_there(burak, "/account/outside")))

    assert f"This sign-in at {NAME} belongs to another account here already." in finishes(burak, page, 409).text
    assert identities() == [("4711", amina.person)]


def test_another_identity_of_ones_own_replaces_the_one_before(amina: Visitor, service: OutsideService) -> None:
    signs_in(amina, service)
    for _ in range(2):
        service.person["sub"] = "4712"
        finishes(amina, comes_back(amina, service.signs_in(goes_there(amina, "/account/outside"))))

    assert identities() == [("4712", amina.person)]


def test_the_only_way_in_is_not_taken_away(amina: Visitor, service: OutsideService) -> None:
    service.person["email_verified"] = False
    signs_in(amina, service)
    amina.sends("/account/outside/remove", 409)
    amina.sends("/account/address", email="amina@example.org")
    amina.sends("/account/address/confirm", token=amina.link_in_mail())

    amina.sends("/account/outside/remove")
    amina.sends("/account/outside/remove")

    assert identities() == []
    amina.sends("/account/address/remove", 409)
    assert len(addresses()) == 1


def test_the_address_can_go_where_the_service_stays(amina: Visitor, service: OutsideService) -> None:
    signs_in(amina, service)

    amina.sends("/account/address/remove")
    amina.sends("/account/address/remove")

    assert addresses() == []


# --- what is not believed ---------------------------------------------------------------------------------------------

NOW = int(time.time())
LIES: dict[str, dict[str, Any]] = {
    "nonce of another": {"nonce": "0" * 32},
    "no nonce": {"nonce": None},
    "another issuer": {"iss": "https://evil.example"},
    "for another client": {"aud": "another"},
    "expired": {"exp": NOW - 3600, "iat": NOW - 7200},
    "no end": {"exp": None},
    "from tomorrow": {"nbf": NOW + 86400},
    "nobody": {"sub": None},
    "for many, by another": {"aud": [CLIENT, "another"], "azp": "another"},
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_a_token_that_lies_signs_nobody_in(amina: Visitor, service: OutsideService, lie: dict[str, Any]) -> None:
    service.claims = lie

    page = signs_in(amina, service, 422).text

    assert f"What {NAME} sent back cannot be trusted" in page
    assert (amina.person, identities()) == (None, [])


def test_a_token_signed_by_another_key_signs_nobody_in(amina: Visitor, service: OutsideService) -> None:
    service.key = OTHER_KEY

    signs_in(amina, service, 422)

    assert amina.person is None


def test_a_new_key_of_the_service_is_fetched_once_it_is_used(
    office: Office, amina: Visitor, service: OutsideService
) -> None:
    signs_in(amina, service)
    fresh = new_key("two")
    service.key, service.published = fresh, [KEY, fresh]

    signs_in(visitor(office), service)

    assert service.asked.count("/keys") == 2
    assert service.asked.count("/.well-known/openid-configuration") == 1


def test_a_key_nobody_published_is_not_believed(amina: Visitor, service: OutsideService) -> None:
    signs_in(amina, service)
    service.key = new_key("nobody's")

    signs_in(amina, service, 422)


def test_the_way_of_one_browser_does_not_lead_into_another(
    office: Office, amina: Visitor, burak: Visitor, service: OutsideService
) -> None:
    back = service.signs_in(goes_there(amina))

    comes_back(burak, back, 422)  # a link sent to somebody else
    goes_there(burak)
    comes_back(burak, back, 422)  # also where they are on a way of their own
    page = comes_back(amina, back)
    [code] = re.findall('name="code" value="([^"]*)"', page)
    for state in ("", "0" * 32):
        burak.sends("/sign-in/outside/finish", 422, code=code, state=state)

    assert burak.person is None
    finishes(amina, page)


def test_a_code_counts_once_and_ten_minutes_are_the_longest_way(
    office: Office, amina: Visitor, service: OutsideService
) -> None:
    page = comes_back(amina, service.signs_in(goes_there(amina)))
    cookie = amina.client.get_cookie(web.OUTSIDE)
    assert cookie is not None
    finishes(amina, page)
    amina.sends("/sign-out")
    amina.client.set_cookie(web.OUTSIDE, cookie.value)
    finishes(amina, page, 422)

    for kept in ("", "x", cookie.value[:-3] + "abc", "ü"):
        amina.client.set_cookie(web.OUTSIDE, kept)
        finishes(amina, page, 422)


def test_who_signs_out_on_the_way_connects_nothing(amina: Visitor, burak: Visitor, service: OutsideService) -> None:
    amina.signs_in()
    page = comes_back(amina, service.signs_in(goes_there(amina, "/account/outside")))
    amina.sends("/sign-out")

    finishes(amina, page, 422)

    assert identities() == []


def test_another_issuer_in_the_address_of_return_is_a_mix_up(amina: Visitor, service: OutsideService) -> None:
    back = service.signs_in(goes_there(amina))

    comes_back(amina, back.replace(f"%3A{service.port}", "%3A1"), 422)


def test_who_declines_there_is_told_so_here(amina: Visitor, service: OutsideService) -> None:
    page = comes_back(amina, service.signs_in(goes_there(amina), declines=True), 422)

    assert f"{NAME} says that it was cancelled there." in page


# --- trouble ----------------------------------------------------------------------------------------------------------


def test_a_service_that_is_down_is_said_so_and_the_rest_works(amina: Visitor, service: OutsideService) -> None:
    service.replies["/.well-known/openid-configuration"] = 500
    assert f"{NAME} does not answer at this moment." in amina.sends("/sign-in/outside", 503).text
    service.replies.clear()
    page = comes_back(amina, service.signs_in(goes_there(amina)))
    service.replies["/token"] = 502
    assert f"{NAME} does not answer" in finishes(amina, page, 503).text

    amina.signs_in()


def test_a_service_that_is_slow_is_not_waited_for(office: Office, amina: Visitor, service: OutsideService) -> None:
    page = comes_back(amina, service.signs_in(goes_there(amina)))
    provider = office.house.app.extensions[web.EXTENSION]
    provider.patience, service.slow = (1.0, 0.05), 0.5

    finishes(amina, page, 503)


def test_a_service_that_says_it_is_another_is_not_believed(amina: Visitor, service: OutsideService) -> None:
    service.facts["issuer"] = "https://evil.example"
    amina.sends("/sign-in/outside", 422)
    service.facts = {"token_endpoint": "http://evil.example/token"}
    amina.sends("/sign-in/outside", 422)


def test_nothing_is_asked_of_the_service_while_a_transaction_is_open(office: Office, service: OutsideService) -> None:
    provider = office.house.app.extensions[web.EXTENSION]
    with pytest.raises(RuntimeError, match="outside of transactions"), database.transaction():
        oidc.begin(provider, "http://localhost/back")


def test_where_there_is_no_service_none_is_offered(house: House, amina: Visitor) -> None:
    assert "By another service" not in amina.sees("/sign-in")
    amina.sends("/sign-in/outside", 404)
    amina.sends("/sign-in/outside/finish", 404)
    amina.sees("/sign-in/outside/back", 404)
    with clock.held_at(clock.now() + timedelta(minutes=2)):
        amina.signs_in()
    amina.sends("/account/outside/remove", 404)


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://id.example.org/realms/a", True),
        ("http://127.0.0.1:8080", True),
        ("http://id.example.org", False),
        ("ftp://127.0.0.1", False),
        ("https://", False),
        ("http://[", False),
        ("", False),
    ],
)
def test_only_https_or_this_machine(address: str, *, safe: bool) -> None:
    assert is_safe(address) is safe


def test_settings_that_cannot_be_used_are_said_to_the_operator(house: House, caplog: pytest.LogCaptureFixture) -> None:
    assert provider_of(house.settings) is None
    bad = replace(house.settings, oidc_issuer="http://id.example.org", oidc_client_id="x")
    for settings in (bad, replace(bad, oidc_issuer="https://id.example.org", oidc_client_id="")):
        with pytest.raises(BadOidcSettings):
            provider_of(settings)
    named = provider_of(replace(bad, oidc_issuer="https://id.example.org"))
    assert named is not None
    assert (named.name, "x" in repr(named)) == ("id.example.org", True)

    house.app.config["PARTICIPATION"] = bad
    web.use_provider(house.app)

    assert "PARTICIPATION_OIDC_ISSUER must be an https address" in caplog.text
    assert house.app.extensions[web.EXTENSION] is None
