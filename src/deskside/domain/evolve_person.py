"""What an event about a person means for them; part of the fold (`evolve`)."""

from dataclasses import replace
from typing import assert_never

from deskside.domain import events as ev
from deskside.domain.people import Person, Presence

PersonEvent = (
    ev.PersonArrived
    | ev.PersonJoined
    | ev.PersonDropped
    | ev.PersonReturned
    | ev.PageSilent
    | ev.PageDrawn
    | ev.PersonLeft
    | ev.TracksChanged
    | ev.ActivityChanged
    | ev.QualityChanged
    | ev.ConsentChanged
)


def evolve_person(person: Person, event: PersonEvent) -> Person:
    """The person after the event."""
    match event:
        case ev.PersonArrived(_, page):
            return replace(_silent(person), presence=Presence.LOBBY, connected=True, page=page)
        case ev.PersonJoined():
            return replace(person, presence=Presence.JOINED, connected=True, drawn=True)
        case ev.PersonDropped():
            return replace(person, connected=False)
        case ev.PersonReturned():
            return replace(person, connected=True)
        case ev.PageSilent():
            return replace(person, drawn=False)
        case ev.PageDrawn():
            return replace(person, drawn=True)
        case ev.PersonLeft():
            return replace(_silent(person), presence=Presence.OFFLINE, connected=False, page=None)
        case ev.TracksChanged(_, mic, camera, screen, paused):
            return replace(person, mic=mic, camera=camera, screen=screen, camera_paused=paused)
        case ev.ActivityChanged(_, active):
            return replace(person, active=active)
        case ev.QualityChanged(_, bars, up, down):
            return replace(person, bars=bars, up=up, down=down)
        case ev.ConsentChanged(_, kinds):
            return replace(person, consent=kinds)
        case _:
            assert_never(event)


def _silent(person: Person) -> Person:
    """Nothing sent, nothing measured: what is known of a page that is new or gone."""
    nothing = replace(person, mic=False, camera=False, screen=False, camera_paused=False)
    return replace(nothing, drawn=True, active=True, bars=None, up=None, down=None)
