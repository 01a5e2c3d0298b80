"""What is missing or wrong on this machine, one line each, with how to mend it. Changes nothing; a relay that does not
run is run for a moment, and something is kept for a moment where recordings lie."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime

from deskside.doctor import machine, network, record, recorder, recordings, relay
from deskside.doctor.findings import Finding
from deskside.domain.ids import Millis
from deskside.settings import Settings


def examine(settings: Settings, now: Millis) -> Iterator[Finding]:
    """Look at everything, cheapest first. Blocks, some seconds if the database does not answer."""
    moment = datetime.fromtimestamp(now / 1000, UTC)
    yield machine.python(sys.version_info[:3])
    yield machine.time_of_day(moment)
    yield machine.web_client(machine.PACKAGE / "web")
    yield network.page_port(settings)
    yield machine.disk(settings.var_dir)
    yield machine.database(settings.database)
    yield record.record(settings)
    yield from recordings.recordings(settings)
    if settings.engine == "embedded":
        yield machine.engine(settings.find_janus())
        yield network.media_ports(settings)
        yield recorder.recorder(settings)
    yield from network.addresses(settings)
    yield network.tls(settings, moment)
    yield from network.site(settings)
    yield from relay.relay(settings, now)
