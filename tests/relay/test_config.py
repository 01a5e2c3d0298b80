"""What coturn is told, where browsers are told to go, and which address the relay uses."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskside.relay.addresses import is_own, own_addresses
from deskside.relay.config import RelaySettings, config_text
from deskside.relay.state import known_secret, load, the_secret
from deskside.relay.urls import Transport, TurnUrl, read, ways

SETTINGS = RelaySettings(
    binary=Path("/usr/bin/turnserver"),
    run_dir=Path("/var/lib/deskside/relay"),
    port=3478,
    tls_port=443,
    certificate=(Path("/etc/cert.pem"), Path("/etc/key.pem")),
    media_ports=(21000, 21999),
)


def lines(settings: RelaySettings = SETTINGS, addresses: tuple[str, ...] = ("10.0.0.5",)) -> list[str]:
    return config_text(settings, "north", addresses, as_root=False).splitlines()


def values(name: str, found: list[str]) -> list[str]:
    return [line.partition("=")[2] for line in found if line.partition("=")[0] == name]


def test_everything_is_denied_but_the_addresses_it_sends_from() -> None:
    found = lines(addresses=("10.0.0.5", "fd00::5"))
    assert values("denied-peer-ip", found) == ["0.0.0.0-255.255.255.255", "::-" + ":".join(["ffff"] * 8)]
    assert values("allowed-peer-ip", found) == values("relay-ip", found) == ["10.0.0.5", "fd00::5"]
    assert {"no-tcp-relay", "no-multicast-peers", "no-cli", "use-auth-secret"} <= set(found)
    assert "allow-loopback-peers" not in found
    assert values("total-quota", found) == ["1000"]


def test_tls_is_there_with_a_certificate_and_it_becomes_nobody_if_root_starts_it() -> None:
    assert values("tls-listening-port", lines()) == ["443"]
    without = lines(replace(SETTINGS, certificate=None))
    assert "no-tls" in without
    assert values("cert", without) == values("tls-listening-port", without) == []
    assert values("proc-user", lines()) == []
    assert values("proc-user", config_text(SETTINGS, "north", (), as_root=True).splitlines()) == ["nobody"]


def test_it_listens_where_it_is_told_to() -> None:
    assert values("listening-ip", lines()) == []
    assert values("listening-ip", lines(replace(SETTINGS, listen=("10.0.0.6", "::1")))) == ["10.0.0.6", "::1"]


def test_the_secret_is_made_once_and_kept(tmp_path: Path) -> None:
    folder = tmp_path / "relay"
    assert known_secret(folder) is None
    made = the_secret(folder)
    assert len(made) >= 43, "256 bits"
    assert the_secret(folder) == known_secret(folder) == made
    assert the_secret(tmp_path / "other") != made
    assert (folder / "secret").stat().st_mode & 0o077 == 0


def test_an_unreadable_state_is_none(tmp_path: Path) -> None:
    assert load(tmp_path) is None
    (tmp_path / "turnserver.json").write_text('{"identity": 1}')
    assert load(tmp_path) is None


def test_the_relay_uses_addresses_of_this_machine_that_others_reach() -> None:
    found = own_addresses(("192.0.2.77", "127.0.0.1"))
    assert found
    assert all(map(is_own, found))
    assert not {"192.0.2.77", "127.0.0.1", "::1"} & set(found)
    assert not is_own("192.0.2.77")


def test_each_way_to_the_relay_is_told_and_ipv6_stands_in_brackets() -> None:
    assert ways("room.example.org", 3478, 443) == (
        "turn:room.example.org:3478?transport=udp",
        "turn:room.example.org:3478?transport=tcp",
        "turns:room.example.org:443?transport=tcp",
    )
    assert ways("2001:db8::5", 3478, None)[0] == "turn:[2001:db8::5]:3478?transport=udp"


@given(
    st.sampled_from(["room.example.org", "192.0.2.1", "2001:db8::5"]),
    st.integers(1, 65535),
    st.sampled_from(Transport),
)
def test_an_address_is_read_as_it_was_written(host: str, port: int, by: Transport) -> None:
    assert read(str(TurnUrl(host, port, by))) == TurnUrl(host, port, by)


@pytest.mark.parametrize(
    ("url", "is_at"),
    [
        ("turn:t", TurnUrl("t", 3478, Transport.UDP)),
        ("turns:t", TurnUrl("t", 5349, Transport.TLS)),
        ("turns:[::1]:443?transport=tcp", TurnUrl("::1", 443, Transport.TLS)),
    ],
)
def test_what_is_left_out_is_as_usual(url: str, is_at: TurnUrl) -> None:
    assert read(url) == is_at


@pytest.mark.parametrize(
    "url",
    [
        *("stun:t", "turn:", "turn:t:x", "turn:t:0", "turn:t:70000", "turn:t?transport=sctp"),
        *("turns:t?transport=udp", "turn:[t]:1", "https://t", ""),
    ],
)
def test_what_is_no_relays_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError):
        read(url)
