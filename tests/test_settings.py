"""Settings: what the environment says, what follows from it, and what is refused."""

from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from deskside.settings import Settings
from deskside.settings_page import settings_page, variable
from deskside.spellings import PortRange


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(variable(name), raising=False)


def test_nothing_has_to_be_set() -> None:
    settings = Settings()
    assert settings.url == "http://localhost:8000"
    assert settings.database == "sqlite+aiosqlite:///var/deskside.db"
    assert (settings.host, settings.tls, settings.secure_cookies) == ("127.0.0.1", False, False)


def test_the_environment_sets_and_an_argument_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESKSIDE_PORT", "9000")
    monkeypatch.setenv("DESKSIDE_RTP_PORT_RANGE", "30000-30010")
    assert (Settings().port, Settings(port=9001).port) == (9000, 9001)
    assert Settings().rtp_port_range == PortRange(30000, 30010)
    assert len(Settings().rtp_port_range) == 11


def test_lists_are_separated_by_commas_or_spaces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESKSIDE_PUBLIC_ADDRESS", "192.0.2.1, 2001:db8::1")
    assert Settings().public_address == ("192.0.2.1", "2001:db8::1")


def test_an_empty_variable_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESKSIDE_PORT", "")
    assert Settings().port == 8000


def test_a_public_address_is_listened_on_and_linked_to() -> None:
    settings = Settings(public_address=("192.0.2.1",), tls_self_signed=True)
    assert settings.host == "0.0.0.0"
    assert settings.url == "https://192.0.2.1:8000"
    assert settings.secure_cookies
    assert Settings(public_address=("192.0.2.1", "2001:db8::5")).host == "::", "both versions of IP"
    assert Settings(public_address=("2001:db8::5",)).url == "http://[2001:db8::5]:8000"
    assert Settings(public_address=("192.0.2.1",), host="127.0.0.1").host == "127.0.0.1"
    assert Settings(public_address=("2001:db8::1",), port=80).url == "http://[2001:db8::1]"


def test_behind_a_proxy_cookies_are_secure_without_tls_of_our_own() -> None:
    settings = Settings(base_url="https://room.example.org/")
    assert (settings.url, settings.tls, settings.secure_cookies) == ("https://room.example.org", False, True)


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgres://u:p@h/d", "postgresql+asyncpg://u:p@h/d"),
        ("postgresql://u:p@h/d", "postgresql+asyncpg://u:p@h/d"),
        ("postgresql+asyncpg://u:p@h/d", "postgresql+asyncpg://u:p@h/d"),
        ("sqlite:///x.db", "sqlite+aiosqlite:///x.db"),
        ("postgresql://u:a?b#c/d@h:5/d?sslmode=require", "postgresql+asyncpg://u:a?b#c/d@h:5/d?ssl=require"),
        ("postgresql://u@/d?host=/tmp/x", "postgresql+asyncpg://u@/d?host=/tmp/x"),
        ("postgresql://u@[::1]:5432/d", "postgresql+asyncpg://u@[::1]:5432/d"),
    ],
)
def test_a_database_url_gets_its_asynchronous_driver(given: str, used: str) -> None:
    assert Settings(database_url=given).database == used


@pytest.mark.parametrize(
    "wrong",
    [
        {"database_url": "mysql://h/d"},
        {"database_url": "postgresql://u:p@h:many/d"},
        {"database_url": "postgresql://u:p@h/d?sslmode=always"},
        {"database_url": "postgresql://u:p@h/d?channel_binding=require"},
        {"database_url": "sqlite:///"},
        {"database_url": "sqlite://"},
        {"rtp_port_range": "20000"},
        {"rtp_port_range": "30000-20000"},
        {"rtp_port_range": "80-90"},
        {"public_address": "room.example.org"},
        {"tls_cert": "a.pem"},
        {"tls_cert": "a.pem", "tls_key": "a.key", "tls_self_signed": "true"},
        {"turn_urls": "turn:t.example.org"},
        {"turn_urls": "stun:t.example.org", "turn_secret": "s"},
        {"turn": "embedded", "turn_secret": "s"},
        {"turn": "embedded", "turn_cert": "a.pem"},
        {"turn": "embedded", "turn_tls_port": "3478"},
        {"turn": "embedded", "turn_tls_port": "443", "port": "443"},
        {"base_url": "room.example.org"},
        {"base_url": "https://school.example/deskside"},
        {"base_url": "https://user@school.example"},
        {"base_url": "https://school.example?x=1"},
        {"base_url": "https://"},
        {"port": "0"},
    ],
)
def test_what_cannot_work_is_refused(wrong: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in wrong.items():
        monkeypatch.setenv(f"DESKSIDE_{name.upper()}", value)
    with pytest.raises(ValidationError):
        Settings()


def test_the_embedded_relay_is_told_by_the_servers_name_and_by_tls_where_there_is_a_certificate() -> None:
    told = Settings(turn="embedded", base_url="https://room.example.org").told_turn_urls
    assert told == ("turn:room.example.org:3478?transport=udp", "turn:room.example.org:3478?transport=tcp")
    with_tls = Settings(turn="embedded", public_address=("2001:db8::5",), tls_self_signed=True, turn_tls_port=443)
    assert with_tls.told_turn_urls[2] == "turns:[2001:db8::5]:443?transport=tcp"
    behind = Settings(turn="embedded", turn_urls=("turns:turn.example.org:443?transport=tcp",))
    assert behind.ice.turn_urls == ("turns:turn.example.org:443?transport=tcp",)


def test_one_port_is_enough_for_page_and_relay_if_each_has_an_address() -> None:
    assert Settings(turn="embedded", port=443, host="192.0.2.1", turn_listen=("192.0.2.2",), turn_tls_port=443).port


def test_without_a_word_there_is_no_relay() -> None:
    assert Settings().told_turn_urls == ()


def test_secrets_are_not_shown() -> None:
    settings = Settings(
        database_url="postgresql://u:hidden@h/d",
        turn_urls=("turn:t",),
        turn_secret=SecretStr("hidden"),
        turn_credential=SecretStr("hidden"),
    )
    assert "hidden" not in repr(settings)


def test_the_engine_is_the_one_set_else_the_one_in_the_cache(tmp_path: Path) -> None:
    program = tmp_path / "janus" / "bin" / "janus"
    program.parent.mkdir(parents=True)
    program.touch()
    other = tmp_path / "other"
    assert Settings(cache=tmp_path).find_janus() == program
    assert Settings(cache=tmp_path, janus=other).find_janus() is None
    other.touch()
    assert Settings(cache=tmp_path, janus=other).find_janus() == other


def test_every_setting_is_documented() -> None:
    page = settings_page()
    for name, field in Settings.model_fields.items():
        assert field.description
        assert f"`{variable(name)}`" in page
