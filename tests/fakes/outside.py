"""Everything outside of the services, but for what a test brings along."""

from deskside.ports.broadcast import Broadcast
from deskside.ports.clock import Clock, Secrets
from deskside.ports.elsewhere import Elsewhere
from deskside.ports.machine import AmpleMachine, Machine
from deskside.ports.media import MediaEngine
from deskside.ports.storage import Storage
from deskside.services.outside import Outside
from tests.fakes.clock import CountedSecrets
from tests.fakes.elsewhere import here
from tests.fakes.filmer import FakeFilmer
from tests.fakes.remuxer import FakeRemuxer
from tests.fakes.vault import kept_in_memory


def around(
    storage: Storage, engine: MediaEngine, broadcast: Broadcast, clock: Clock, machine: Machine | None = None
) -> Outside:
    """Secrets that are counted, long work at once, files in memory."""
    secrets: Secrets = CountedSecrets()
    work: Elsewhere = here
    keeping = kept_in_memory()
    stood = machine or AmpleMachine()
    remuxer = FakeRemuxer(keeping.sealing)
    return Outside(
        storage,
        engine,
        broadcast,
        clock,
        secrets,
        work,
        stood,
        keeping=keeping,
        remuxer=remuxer,
        filmer=FakeFilmer(keeping.sealing),
    )
