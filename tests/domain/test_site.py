"""Which addresses can be the site's, and which origins are its own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskside.domain.site import is_own, why_no_site


@pytest.mark.parametrize(
    "url",
    ["https://room.example.org", "https://room.example.org/", "http://localhost:8000", "https://[2001:db8::1]:8443"],
)
def test_a_scheme_a_host_and_perhaps_a_port_are_a_site(url: str) -> None:
    assert why_no_site(url) is None


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("https://school.example/deskside", "no path"),
        ("https://school.example/deskside/", "no path"),
        ("https://user@host", "no user"),
        ("https://user:secret@host", "no user"),
        ("https://host?x=1", "nothing after"),
        ("https://host?", "nothing after"),
        ("https://host/#a", "nothing after"),
        ("https://host#", "nothing after"),
        ("https://", "host is missing"),
        ("https://:8000", "host is missing"),
        ("https://a b", "host is missing"),
        ("https://host:port", "no address"),
        ("https://host:99999", "no address"),
        ("https://[::1", "no address"),
        ("room.example.org", "begins with"),
        ("ftp://room.example.org", "begins with"),
        ("", "begins with"),
    ],
)
def test_anything_else_is_refused_with_what_would_be_right(url: str, says: str) -> None:
    assert says in str(why_no_site(url))


@pytest.mark.parametrize(
    ("origin", "host", "own"),
    [
        ("https://room.example.org:8443", "room.example.org", True),
        ("https://room.example.org:8443", "127.0.0.1:8000", True),
        ("https://room.example.org:8443", "room.example.org:8443", True),
        ("https://192.0.2.1", "192.0.2.1:443", True),
        ("https://192.0.2.1:443", "192.0.2.1", True),
        ("https://ROOM.example.org:8443", "x", True),
        ("https://room.example.org", "127.0.0.1:8000", False),
        ("http://192.0.2.1", "192.0.2.1", False),
        ("https://room.example.org:8443.evil.test", "room.example.org", False),
        ("https://evil.test", "room.example.org", False),
        ("null", "room.example.org", False),
        ("", "", False),
        ("https://[::1", "room.example.org", False),
        ("https://a", "a:port", False),
    ],
)
def test_pages_of_the_site_or_of_the_host_that_was_asked_are_own(origin: str, host: str, own: bool) -> None:
    assert is_own(origin, host, "https://room.example.org:8443") is own


@given(st.text(), st.text())
def test_whatever_is_sent_is_judged(origin: str, host: str) -> None:
    assert is_own(origin, host, "https://room.example.org") in (True, False)
    assert why_no_site(origin) is None or origin != "https://room.example.org"
