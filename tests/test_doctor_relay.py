"""The doctor really asks the relay for an address, by each way, and says what is wrong."""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from deskside.doctor.findings import Finding, Level
from deskside.doctor.relay import relay, served_ports
from deskside.domain.ids import Millis
from deskside.relay.config import RelaySettings
from deskside.relay.urls import Transport
from deskside.relay_settings import relay_settings as settings_of
from deskside.settings import Settings
from deskside.spellings import PortRange
from tests.relay.embedded import Running, relay_settings, running


def now() -> Millis:
    return Millis(int(time.time() * 1000))


@pytest.fixture
def given(tmp_path: Path) -> RelaySettings:
    return relay_settings(tmp_path)


def embedded(given: RelaySettings, **more: object) -> Settings:
    """Settings of a server that has this relay."""
    certificate, key = given.certificate or (None, None)
    own = {"turn_port": given.port, "turn_tls_port": given.tls_port, "turn_cert": certificate, "turn_key": key}
    ports = PortRange(*given.media_ports)
    everything = {"turn": "embedded", "var_dir": given.run_dir.parent, "turn_media_port_range": ports, **own, **more}
    return Settings.model_validate(everything)


async def findings(settings: Settings) -> list[Finding]:
    """What it says, but for other services of this machine. Whatever is a problem must say how to mend it."""
    found = await asyncio.to_thread(lambda: list(relay(settings, now())))
    assert all(each.mend or each.level is not Level.PROBLEM for each in found)
    return [each for each in found if "people who are signed in reach" not in each.detail]


def of_relay(found: list[Finding]) -> list[Finding]:
    return [each for each in found if each.about == "relay"]


@pytest.fixture
async def started(given: RelaySettings) -> AsyncIterator[Running]:
    async with running(given) as one:
        yield one


def test_the_relay_of_the_settings_is_the_one_that_is_tested(given: RelaySettings) -> None:
    assert settings_of(embedded(given)) == given


async def test_one_that_does_not_run_is_run_for_a_moment_and_tried_by_each_way(given: RelaySettings) -> None:
    (found,) = of_relay(await findings(embedded(given)))
    assert found.level is Level.OK
    for way in (f"UDP {given.port}", f"TCP {given.port}", f"TLS {given.tls_port}"):
        assert way in found.detail
    assert not given.run_dir.exists(), "the doctor changes nothing"


async def test_one_that_runs_is_tried_here_and_as_browsers_are_told(started: Running) -> None:
    found = of_relay(await findings(embedded(started.settings, base_url="http://127.0.0.1")))
    assert [each.level for each in found] == [Level.OK, Level.OK, Level.OK, Level.NOTE], "nobody certified it"
    assert "certificate is not trusted" in found[-1].detail
    elsewhere = of_relay(await findings(embedded(started.settings, base_url="http://192.0.2.99")))
    assert [each.level for each in elsewhere] == [Level.OK, *[Level.NOTE] * 3]


async def test_why_it_cannot_be_had_is_said(given: RelaySettings, tmp_path: Path) -> None:
    (missing,) = of_relay(await findings(embedded(given, turnserver=tmp_path / "none")))
    assert (missing.level, "apt-get install coturn" in missing.mend) == (Level.PROBLEM, True)
    (unreadable,) = of_relay(await findings(embedded(given, turn_cert=tmp_path / "none.pem")))
    assert (unreadable.level, "certificate" in unreadable.detail) == (Level.PROBLEM, True)


async def test_its_certificate_must_be_for_its_name(given: RelaySettings) -> None:
    for url, level in (("http://127.0.0.1", Level.OK), ("http://room.example.org", Level.PROBLEM)):
        found = await findings(embedded(given, base_url=url))
        assert [each.level for each in found if each.about == "relay tls"] == [level]
    without = await findings(embedded(given, turn_cert=None, turn_key=None, turn_urls=("turn:t",)))
    assert [each.level for each in without if each.about == "relay tls"] == [Level.NOTE]


async def test_servers_elsewhere_are_tried_with_a_credential_of_theirs(started: Running) -> None:
    urls = (str(started.url(Transport.UDP)), str(started.url(Transport.TCP)))
    right = Settings(turn_urls=urls, turn_secret=SecretStr(started.relay.secret))
    assert [each.level for each in await findings(right)] == [Level.OK] * 2
    wrong = await findings(Settings(turn_urls=urls, turn_secret=SecretStr("another")))
    assert [each.level for each in wrong] == [Level.PROBLEM] * 2
    assert "does not know the credential" in wrong[0].detail


async def test_a_server_for_others_without_a_relay_is_a_note_and_one_for_this_machine_is_none() -> None:
    assert [each.level for each in await findings(Settings(public_address=("192.0.2.1",)))] == [Level.NOTE]
    assert await findings(Settings()) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
async def test_somebody_elses_relay_cannot_be_looked_at(given: RelaySettings) -> None:
    given.run_dir.mkdir(mode=0o000)
    (found,) = await findings(embedded(given))
    assert found.level is Level.PROBLEM


def test_services_that_wait_for_anybody_are_told_from_others() -> None:
    """By /proc/net/udp: rpcbind on every address, a resolver on loopback, a call that goes on, a port given to some."""
    table = """\
   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
  1: 00000000:006F 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 1 2 0 0
  2: 3500007F:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 1 2 0 0
  3: 020200C0:0044 010200C0:0043 07 00000000:00000000 00:00000000 00000000     0        0 1 2 0 0
  4: 00000000:9C40 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 1 2 0 0
"""
    assert list(served_ports(table)) == [111]
