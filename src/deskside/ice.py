"""The STUN and TURN servers that a browser is told of, with credentials that expire where the server has a secret."""

import base64
import hmac
from dataclasses import dataclass

from deskside.domain.ids import Millis, UserId
from deskside.ports.media import IceServer


@dataclass(frozen=True, slots=True)
class IceConfig:
    """What the settings say of STUN and TURN. Empty `stun_urls` and `turn_urls`: host candidates only."""

    stun_urls: tuple[str, ...] = ()
    turn_urls: tuple[str, ...] = ()
    turn_username: str | None = None
    turn_credential: str | None = None
    turn_secret: str | None = None
    """Shared with the TURN server (coturn: static-auth-secret); replaces username and credential."""
    turn_ttl_seconds: int = 600
    """A page in a session is given new ones every four minutes."""

    def servers(self, person: UserId, now: Millis) -> tuple[IceServer, ...]:
        """The servers for one person from `now` on; at most one entry for STUN and one for TURN."""
        found = []
        if self.stun_urls:
            found.append(IceServer(urls=self.stun_urls))
        if self.turn_urls:
            username, credential = self._turn_login(person, now)
            found.append(IceServer(urls=self.turn_urls, username=username, credential=credential))
        return tuple(found)

    def _turn_login(self, person: UserId, now: Millis) -> tuple[str | None, str | None]:
        """Username "expiry:person" and base64(HMAC-SHA1(secret, username)).

        Source: draft-uberti-behave-turn-rest-00 section 2.2, as coturn implements it.
        """
        if self.turn_secret is None:
            return self.turn_username, self.turn_credential
        username = f"{now // 1000 + self.turn_ttl_seconds}:{person}"
        digest = hmac.digest(self.turn_secret.encode(), username.encode(), "sha1")
        return username, base64.b64encode(digest).decode()
