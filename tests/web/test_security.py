"""The rules of security.py and posts.py, without a server."""

from __future__ import annotations

import pytest

from clusterprocess.web.posts import read_form
from clusterprocess.web.security import (
    MOST_FIELDS,
    Limiter,
    Rate,
    Refused,
    client_address,
    fits_cookie,
    form_token,
    is_own_page,
    page_headers,
)

OWN = {"host": "antworten.beispiel.de"}
PUBLIC = "https://antworten.beispiel.de"


@pytest.mark.parametrize(
    ("headers", "own"),
    [
        ({"sec-fetch-site": "same-origin", "origin": "null"}, True),  # a plain post of a page without referrer
        ({"sec-fetch-site": "same-origin", "origin": PUBLIC}, True),  # the script
        ({"origin": PUBLIC}, True),
        ({"origin": "http://antworten.beispiel.de"}, True),  # behind a proxy that ends TLS and hands the name on
        ({}, True),  # neither header: SameSite and the form token decide
        ({"sec-fetch-site": "cross-site", "origin": "null"}, False),
        ({"sec-fetch-site": "same-site", "origin": "https://andere.beispiel.de"}, False),
        ({"origin": "https://boese.example"}, False),
        ({"origin": "https://antworten.beispiel.de.boese.example"}, False),
        ({"sec-fetch-site": "same-origin", "origin": "https://boese.example"}, False),
    ],
)
def test_only_own_pages_may_post(headers: dict[str, str], own: bool) -> None:
    assert is_own_page(OWN | headers, PUBLIC) is own


def test_a_form_token_fits_only_its_cookie_and_is_another_one_each_time() -> None:
    first, second = form_token("einladung"), form_token("einladung")
    assert first != second
    assert fits_cookie(first, "einladung") and fits_cookie(second, "einladung")
    assert "einladung" not in first


@pytest.mark.parametrize("value", ["", ".", "x", "salz.", "salz.00", ".."])
def test_a_made_up_form_token_fits_nothing(value: str) -> None:
    assert not fits_cookie(value, "einladung")


def test_a_form_token_of_another_cookie_or_with_another_salt_fits_nothing() -> None:
    _, _, mark = form_token("einladung").partition(".")
    assert not fits_cookie(form_token("andere"), "einladung")
    assert not fits_cookie(f"anderes.{mark}", "einladung")


@pytest.mark.parametrize(
    ("peer", "forwarded", "behind_proxy", "expected"),
    [
        ("198.51.100.7", "203.0.113.9", False, "198.51.100.7"),  # anybody can write the header
        ("127.0.0.1", "203.0.113.9", True, "203.0.113.9"),
        ("127.0.0.1", "10.0.0.1, 203.0.113.9", True, "203.0.113.9"),  # only the last entry is our proxy's
        ("127.0.0.1", "", True, "127.0.0.1"),
        ("127.0.0.1", "unsinn", True, "127.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", "", False, "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "", False, "2001:db8:1:2::/64"),
        ("::ffff:198.51.100.7", "", False, "198.51.100.7"),
    ],
)
def test_an_address_is_counted_under_one_name(peer: str, forwarded: str, behind_proxy: bool, expected: str) -> None:
    assert client_address(peer, forwarded, behind_proxy) == expected


def test_a_bucket_empties_says_how_long_to_wait_and_fills_again() -> None:
    now = [0.0]
    limiter = Limiter(Rate(3.0, 0.5), clock=lambda: now[0])
    assert [limiter.take("a") for _ in range(3)] == [0, 0, 0]
    # one unit flows back in two seconds; the answer is rounded up to whole seconds
    assert limiter.take("a") == 3
    assert limiter.take("b") == 0
    now[0] = 2.0
    assert limiter.take("a") == 0


def test_a_wrong_token_is_owed_so_that_guessing_goes_on_slowly() -> None:
    now = [0.0]
    limiter = Limiter(Rate(10.0, 1.0), clock=lambda: now[0])
    limiter.take("a", 20.0)  # 10 - 20 = -10: eleven seconds until one page is allowed again
    assert limiter.take("a") == 12
    now[0] = 10.9
    assert limiter.take("a") > 0
    now[0] = 11.0
    assert limiter.take("a") == 0


def test_a_limiter_forgets_the_oldest_address_and_stays_small() -> None:
    limiter = Limiter(Rate(1.0, 0.001), clock=lambda: 0.0, most_keys=2)
    limiter.take("a")
    limiter.take("b")
    limiter.take("c")
    assert limiter.take("b") > 0 and limiter.take("a") == 0


def test_strict_transport_is_asked_for_only_over_https() -> None:
    assert "strict-transport-security" in page_headers(https=True)
    assert "strict-transport-security" not in page_headers(https=False)


def test_a_form_is_read_with_its_lists_and_without_control_characters() -> None:
    posted = read_form(b"_token=t&_do=save&a=eins%0D%0Azwei%00%07&f=rot&f=blau&leer=&u=%C3%BC%FF")
    assert (posted.token, posted.action) == ("t", "save")
    assert posted.values == {"a": "eins\nzwei", "f": ["rot", "blau"], "leer": "", "u": "ü\ufffd"}


def test_a_form_with_more_fields_than_any_form_has_is_refused() -> None:
    assert len(read_form(b"&".join(b"f%d=1" % n for n in range(MOST_FIELDS))).values) == MOST_FIELDS
    with pytest.raises(Refused) as refused:
        read_form(b"&".join(b"f%d=1" % n for n in range(MOST_FIELDS + 1)))
    assert refused.value.status == 413
