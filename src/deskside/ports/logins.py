"""Ways in of people, as they are kept: logins, links, join grants. Of each secret only the hash."""

from dataclasses import dataclass
from typing import Protocol

from deskside.domain.ids import Millis, PageId, SessionId, UserId


@dataclass(frozen=True, slots=True)
class Login:
    """A signed-in browser. Only the hash of its secret is kept."""

    secret_hash: str
    user_id: UserId
    csrf: str
    created_at: Millis
    expires_at: Millis
    id: str = ""
    """By what people name it; of no use as a secret."""
    link_hash: str | None = None
    """The personal link by which it came; None: by a password."""
    device: str = ""
    """Browser and system, as the browser says: "Firefox on Windows"."""
    address: str = ""
    """The network that it came from (of IPv4 a /24, of IPv6 a /48): enough to know one's own home by."""
    confined: bool = False
    """Of staff, by a link that somebody else made or a password that somebody else chose: nothing but choosing a
    password is allowed."""


@dataclass(frozen=True, slots=True)
class PersonalLink:
    """A student's own way in (or, for staff, a one-time sign-in). Only the hash is kept; `path` is where it leads."""

    secret_hash: str
    user_id: UserId
    path: str
    expires_at: Millis
    single_use: bool
    maker_id: UserId | None = None
    """Who made it; None: the command line."""


@dataclass(frozen=True, slots=True)
class JoinGrant:
    """The right of one user to connect to one session's room until `expires_at`. Only the hash of the token is kept."""

    token_hash: str
    user_id: UserId
    session_id: SessionId
    expires_at: Millis
    login_hash: str
    """The login that it was given to: it ends with that one."""
    page: PageId | None = None
    """The page that used it first, and the only one that may use it again; None: nobody did yet."""


class LoginStore(Protocol):
    """Logins with their grants: a grant never outlives its login."""

    async def of_user(self, user_id: UserId, now: Millis) -> tuple[Login, ...]:
        """Those that have not expired, newest first."""
        ...

    async def remove(self, user_id: UserId, hashes: frozenset[str] | None) -> tuple[JoinGrant, ...]:
        """End these logins of the user (None: all); the grants that ended with them."""
        ...

    async def standing(self, users: frozenset[UserId]) -> dict[UserId, dict[str, Millis]]:
        """Whoever of these may come in (nobody disabled), each with their logins and when those expire."""
        ...

    async def free(self, secret_hash: str) -> None:
        """The login is confined no longer."""
        ...

    async def taken_grant(self, token_hash: str, page: PageId, now: Millis) -> JoinGrant | None:
        """A ticket that this page has taken already. None for any other page, and where the grant is unknown, ended,
        expired, or was not taken by anybody."""
        ...

    async def take_grant(self, token_hash: str, page: PageId, now: Millis) -> JoinGrant | None:
        """Use a ticket: the first page that comes with it is the only one from then on. None for any other page, and
        where the grant is unknown, ended or expired."""
        ...
