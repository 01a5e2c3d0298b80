"""Everything that the services reach through ports, in one bundle that `deskside.app` puts together."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

from deskside.domain.recording.texts import RETENTION_DAYS
from deskside.ports.audit import Heads, NoHeads
from deskside.ports.blobs import Blobs
from deskside.ports.broadcast import Broadcast
from deskside.ports.clock import Clock, Secrets
from deskside.ports.elsewhere import Elsewhere
from deskside.ports.filming import Filmer, NothingFilms
from deskside.ports.machine import AmpleMachine, Machine
from deskside.ports.media import MediaEngine
from deskside.ports.recorder import NoRecorder, Recorder
from deskside.ports.remuxing import NothingMade, Remuxer
from deskside.ports.replays import Materials
from deskside.ports.sealing import Sealing
from deskside.ports.speech import NoTranscriber, Transcriber
from deskside.ports.storage import Storage
from deskside.ports.vault import MasterKeys


@dataclass(frozen=True, slots=True)
class Keeping:
    """What sealed files are kept with."""

    blobs: Blobs
    sealing: Sealing
    master_keys: MasterKeys
    segments: Path | None = None
    """Folder of the recorder's sealed files (`Segment.file`). None: there is none."""


@dataclass(frozen=True, slots=True)
class Outside:
    """What the services reach through ports."""

    storage: Storage
    engine: MediaEngine
    broadcast: Broadcast
    clock: Clock
    secrets: Secrets
    elsewhere: Elsewhere = asyncio.to_thread
    machine: Machine = field(default_factory=AmpleMachine)
    materials: Materials | None = None
    """Of replays, if not those of the storage."""
    keeping: Keeping = field(kw_only=True)
    heads: Heads = NoHeads()
    recorder: Recorder = NoRecorder()
    transcriber: Transcriber = NoTranscriber()
    remuxer: Remuxer = NothingMade()
    filmer: Filmer = NothingFilms()
    retention_days: int = RETENTION_DAYS
    """So long recordings are kept."""
