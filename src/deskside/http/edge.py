"""What the HTTP edge is given by `deskside.app`, and how a request finds it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request

from deskside.http.client import BuiltClient
from deskside.http.limits import Limits, RateLimits
from deskside.ports.clock import Clock
from deskside.services.accounts import AccountService
from deskside.services.attendance import AttendanceService
from deskside.services.board_revisions import RevisionService
from deskside.services.calendar import CalendarService
from deskside.services.centers import CenterService
from deskside.services.details import DetailService
from deskside.services.diagnosis import DiagnosisService
from deskside.services.exercises import ExerciseService
from deskside.services.lanes import LaneService
from deskside.services.people import PeopleService
from deskside.services.planning import PlanningService
from deskside.services.sessions import SessionService
from deskside.services.work import WorkService

Ailments = Callable[[], Awaitable[tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Services:
    """The services that HTTP calls. `ailments` says what does not work now, one sentence each; empty: all is well."""

    accounts: AccountService
    sessions: SessionService
    lanes: LaneService
    attendance: AttendanceService
    exercises: ExerciseService
    details: DetailService
    work: WorkService
    revisions: RevisionService
    people: PeopleService
    planning: PlanningService
    calendar: CalendarService
    centers: CenterService
    diagnosis: DiagnosisService
    clock: Clock
    ailments: Ailments


@dataclass(frozen=True, slots=True)
class EdgeConfig:
    """What of the settings concerns HTTP. `url`: where browsers find Deskside, without a slash at the end."""

    url: str
    video_provider: str
    web_dir: Path
    """The built client: the output folder of web/vite.config.ts."""
    api_docs: bool = False
    limits: Limits = field(default_factory=Limits)

    @property
    def secure(self) -> bool:
        """Whether browsers come by TLS: cookies and HSTS depend on it."""
        return self.url.startswith("https://")


@dataclass(frozen=True, slots=True)
class Edge:
    """Services, configuration and the little that the edge itself remembers."""

    services: Services
    config: EdgeConfig
    client: BuiltClient
    rates: RateLimits


def edge_of(request: Request) -> Edge:
    """The edge that serves this request."""
    edge: Edge = request.app.state.edge
    return edge


TheEdge = Annotated[Edge, Depends(edge_of)]


def address_of(request: Request) -> str:
    """The browser's IP address (behind a trusted proxy the ASGI server has already put the forwarded one here)."""
    return request.client.host if request.client else ""
