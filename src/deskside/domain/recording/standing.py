"""What holds of all that somebody, or their guardian, has said about recording. Nobody is recorded by what they said to
another text than the present one; what a guardian refused holds until a guardian says otherwise.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from deskside.domain.center import ConsentFrom
from deskside.domain.consent import Consent, ConsentKind, consent_of
from deskside.domain.errors import Conflict, Forbidden

EVERYTHING = frozenset(ConsentKind)
NOTHING = frozenset[ConsentKind]()


class GivenBy(StrEnum):
    """Who said it."""

    SELF = "self"
    GUARDIAN = "guardian"


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said once: these kinds and no other may be recorded."""

    kinds: Consent
    text_version: int
    by: GivenBy


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds now. `consent` None: nobody has answered the present text yet, which is no. `open_to_self`: what the
    person's own page can give, or has; anything can be taken back."""

    consent: Consent | None
    open_to_self: Consent


def standing(said: Sequence[Said], text_version: int, decides: ConsentFrom) -> Standing:
    """`said`: everything, the oldest first. `decides`: who, for this person."""
    now = [x for x in said if x.text_version == text_version]
    if decides is ConsentFrom.GUARDIAN:
        given = _by_guardian(now)
        return Standing(None if given is None else consent_of(given), consent_of(given or NOTHING))
    allowed = frozenset(next((x.kinds for x in reversed(said) if x.by is GivenBy.GUARDIAN), EVERYTHING))
    consent = consent_of(frozenset(now[-1].kinds) & allowed) if now else None
    return Standing(consent, consent_of(allowed))


def _by_guardian(now: Sequence[Said]) -> frozenset[ConsentKind] | None:
    """What the guardian has given, less what was taken back since."""
    given: frozenset[ConsentKind] | None = None
    for each in now:
        if each.by is GivenBy.GUARDIAN:
            given = frozenset(each.kinds)
        elif given is not None:
            given &= frozenset(each.kinds)
    return given


def say(holds: Standing, wanted: frozenset[ConsentKind]) -> Consent:
    """What is kept if the person's own page says `wanted`. Taking something back always works, whatever else was wished
    with it; giving what is not theirs to give does not. Raises Forbidden."""
    theirs = frozenset(holds.open_to_self)
    takes_back = frozenset(holds.consent or ()) - wanted
    if wanted - theirs and not takes_back:
        raise Forbidden("This is for a guardian to allow. Ask your center for a link for them.")
    return consent_of(wanted & theirs)


def require_present(shown: int, present: int) -> None:
    """Raise Conflict where somebody answers a text that is not the present one."""
    if shown != present:
        raise Conflict("The text about recording has changed. Read it again, then choose.")
