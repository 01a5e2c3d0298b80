"""Guesses of passwords: counted before they are compared, so that many at once count as well; given back if right.

Whoever signed in before in this browser (its device cookie says so) is counted apart from everybody else: nobody can
keep the owner of an account out by guessing at it from elsewhere, nor from behind the same address. Source: OWASP
Authentication Cheat Sheet, "device cookies"; ASVS 5.0 6.3.1.
"""

from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import Response

from deskside.domain.limits import Rate
from deskside.http.edge import Edge, EdgeConfig, place_of
from deskside.services.devices import YEAR_MS

DEVICES_MOST = 5
"""People who share one browser and are all known in it."""
_APART = "."


@dataclass(frozen=True, slots=True)
class Guess:
    """One try of a password, as it is counted."""

    edge: Edge
    counted: tuple[tuple[Rate, str], ...]

    def begin(self) -> None:
        """Count it. Raises TooManyRequests, and counts nothing, if there were too many."""
        for rate, key in self.counted:
            self.edge.rates.check(rate, key)
        for rate, key in self.counted:
            self.edge.rates.take(rate, key)

    def take_back(self) -> None:
        """It was no wrong one."""
        for rate, key in self.counted:
            self.edge.rates.give_back(rate, key)


def guess_of(request: Request, edge: Edge, account: str, device: str | None) -> Guess:
    """A try at `account` (its email as emails are compared). `device`: what the browser is known by; None: unknown."""
    limits, place = edge.config.limits, place_of(request)
    if device is not None:
        return Guess(edge, ((limits.guesses_on_device, f"{account} {device}"),))
    return Guess(
        edge,
        (
            (limits.guesses_of_account, f"{account} {place}"),
            (limits.guesses_of_account_anywhere, account),
            (limits.guesses_from_address, place),
        ),
    )


def device_cookie(config: EdgeConfig) -> str:
    """The name of the cookie with the secrets of everybody who is known in the browser."""
    return "__Host-deskside-device" if config.secure else "deskside_device"


def devices_of(request: Request, config: EdgeConfig) -> tuple[str, ...]:
    """The secrets that the browser brings, oldest first."""
    brought = request.cookies.get(device_cookie(config), "")
    return tuple(brought.split(_APART)[-DEVICES_MOST:]) if brought else ()


def remember_device(response: Response, secrets: tuple[str, ...], config: EdgeConfig) -> None:
    """Let the browser be known from now on."""
    response.set_cookie(
        device_cookie(config),
        _APART.join(secrets[-DEVICES_MOST:]),
        max_age=YEAR_MS // 1000,
        path="/",
        secure=config.secure,
        httponly=True,
        samesite="lax",
    )
