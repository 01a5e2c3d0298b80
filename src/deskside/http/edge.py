"""What the HTTP edge is given by `deskside.app`, and how a request finds it."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request

from deskside.domain.limits import network_of
from deskside.http.client import BuiltClient
from deskside.http.limits import Limits, RateLimits
from deskside.services.suite import Services


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


def place_of(request: Request) -> str:
    """What counts as one place among addresses: of IPv6 the /64 that a household or a school is given."""
    return network_of(address_of(request))
