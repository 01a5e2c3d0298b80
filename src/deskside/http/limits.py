"""How often somebody may do something over HTTP, by person and device first, by address only for what failed."""

import math
from dataclasses import dataclass

from deskside.domain.ids import Millis
from deskside.domain.limits import Buckets, Rate, each
from deskside.ports.clock import Clock

MINUTE_MS = 60_000
HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class Limits:
    """OWASP API Security Top 10 2023, API4 (unrestricted resource consumption) and API2 (guessing passwords).

    An address may be a whole school. So an address is counted for what failed only, and never keeps out what is
    right: a link that works, and somebody in a browser in which they signed in before, get in all the same.
    """

    guesses_on_device: Rate = each(10, MINUTE_MS, "guesses on device")
    """Wrong passwords of one account in a browser in which its owner has signed in before."""
    guesses_of_account: Rate = each(5, MINUTE_MS, "guesses of account")
    """Wrong passwords of one account from one address, in browsers that nobody signed in in before."""
    guesses_of_account_anywhere: Rate = each(60, HOUR_MS, "guesses of account anywhere")
    """The same from everywhere: a guesser with many addresses has 1,500 tries a day."""
    guesses_from_address: Rate = each(60, MINUTE_MS, "guesses from address")
    """Wrong passwords of whichever accounts."""
    bad_link_from_address: Rate = each(600, MINUTE_MS, "bad link from address")
    """Links printed on one day expire on one day: a school taps them some ten times in a minute, each pupil."""
    bad_calendar_from_address: Rate = each(600, MINUTE_MS, "bad calendar from address")
    """Calendar programs of a whole company may ask for addresses that are gone; links have nothing to do with it."""
    token_of_user: Rate = each(10, MINUTE_MS, "token of user")
    links_of_center: Rate = each(60, HOUR_MS, "links of center")
    details_of_user: Rate = each(60, MINUTE_MS, "details of user")
    replays_of_user: Rate = each(30, MINUTE_MS, "replays of user")
    """Each folds a whole log."""
    bad_replay_link: Rate = each(60, MINUTE_MS, "bad replay link")
    """Of a person, or of a place where nobody is signed in: links that ran out are asked for once by each player."""
    searches_of_user: Rate = each(30, MINUTE_MS, "searches of user")
    """In transcripts: each opens dozens of them."""
    sheets_of_center: Rate = each(60, HOUR_MS, "sheets of center")
    """Each makes up to 200 links; a page asks for those of a large center in parts."""
    exports_of_center: Rate = each(60, HOUR_MS, "exports of center")
    imports_of_center: Rate = each(60, HOUR_MS, "imports of center")
    """Previews too: a file is mended and read again a few times."""
    calendars_of_user: Rate = each(10, HOUR_MS, "calendars of user")
    tests_of_user: Rate = each(6, MINUTE_MS, "tests of user")
    """Connection tests: each is a room in the engine for half a minute."""
    calls_of_test: Rate = Rate(20, 120, "calls of test")
    """Offers and answers of a connection test, as over the socket: each offer is 13 ms of the engine. A test asks four
    times a second whether there is something to receive."""
    consents_by_link: Rate = each(30, HOUR_MS, "consents by link")
    """What a guardian says by one link; each is kept for good."""
    passwords_of_user: Rate = each(5, MINUTE_MS, "passwords of user")
    """Choosing a password compares the present one."""


class TooManyRequests(Exception):
    """Come back after `retry_seconds` (whole, at least 1)."""

    def __init__(self, retry_seconds: int) -> None:
        super().__init__(f"Too many requests; again in {retry_seconds} s.")
        self.retry_seconds = retry_seconds


class RateLimits:
    """Buckets in this process's memory. Keys are never stored elsewhere nor logged."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._buckets = Buckets()

    def take(self, rate: Rate, key: str) -> None:
        """Count one. Raises TooManyRequests (and counts nothing) if none is left."""
        _require(self._buckets.take(rate, key, self._clock.now()))

    def check(self, rate: Rate, key: str) -> None:
        """Raise TooManyRequests if none is left; count nothing."""
        _require(self._buckets.wait_ms(rate, key, self._clock.now()))

    def give_back(self, rate: Rate, key: str) -> None:
        """What was counted was no failure after all."""
        self._buckets.give_back(rate, key, self._clock.now())


def _require(wait_ms: Millis) -> None:
    if wait_ms:
        raise TooManyRequests(math.ceil(wait_ms / 1000))
