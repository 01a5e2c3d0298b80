"""Browsers that are known."""

from dataclasses import dataclass

from deskside.domain.ids import Millis, UserId


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """A browser in which this person has signed in before. Only the hash of its secret is kept; it is no way in."""

    secret_hash: str
    user_id: UserId
    expires_at: Millis
