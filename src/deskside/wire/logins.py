"""Shapes of sign-ins, and of the record of a center."""

from typing import Annotated

from pydantic import Field

from deskside.domain.audit import AuditAct
from deskside.wire.http import Instant
from deskside.wire.shapes import Outgoing, PersonId, Queried


class LoginView(Outgoing):
    """A browser in which somebody is signed in. `address`: its network; `current`: the one that asks."""

    id: str
    device: str
    address: str
    created_at: Instant
    by_link: bool
    current: bool


class LoginsView(Outgoing):
    """Newest first."""

    logins: tuple[LoginView, ...]


class AuditLineView(Outgoing):
    """One act, with names as they are now. Null: nobody, no session, or gone."""

    number: int
    at: Instant
    act: AuditAct
    actor_id: str
    actor_name: str
    target_id: str | None
    target_name: str | None
    session_id: str | None
    session_title: str | None
    detail: str


class AuditView(Outgoing):
    """Newest first; what came before the last one is asked for with `before`."""

    lines: tuple[AuditLineView, ...]


LAST_ROW = 2**63 - 1
"""Databases know no larger number."""


class AuditFilter(Queried):
    """Which rows of the record."""

    act: AuditAct | None = None
    person_id: PersonId | None = None
    before: Annotated[int, Field(ge=0, le=LAST_ROW)] | None = None


class CenterChoice(Outgoing):
    """A center in which somebody works."""

    id: str
    name: str


class CenterChoices(Outgoing):
    """Email and password are right in each of these: sign in again with `center_id`."""

    centers: tuple[CenterChoice, ...]
