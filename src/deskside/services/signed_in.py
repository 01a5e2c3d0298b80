"""What signing in takes and gives, as values."""

from dataclasses import dataclass

from deskside.domain.access import Actor
from deskside.domain.ids import Millis
from deskside.ports.storage import Center


@dataclass(frozen=True, slots=True)
class Browser:
    """What a browser says of itself, and the network that it comes from: by that people know their own logins."""

    device: str = ""
    address: str = ""
    known: bool = False
    """Its person has signed in here before (`DeviceService`), so they do not wait behind strangers."""


SOMEWHERE = Browser()


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new login. `secret` belongs in the browser's cookie for `lasts_ms`; `path` is where the person goes next."""

    secret: str
    lasts_ms: Millis
    path: str
    actor: Actor


@dataclass(frozen=True, slots=True)
class Present:
    """Whose browser it is, and the token that this browser's unsafe requests must carry."""

    actor: Actor
    csrf: str
    login: str
    """The hash of the login: what hangs on it ends with it."""
    confined: bool = False
    """Nothing but choosing a password is allowed."""


class SeveralCenters(Exception):
    """Email and password are right in each of these."""

    def __init__(self, centers: tuple[Center, ...]) -> None:
        super().__init__("Which center?")
        self.centers = centers
