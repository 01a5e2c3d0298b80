// The part of the fold that is about one person: twin of `domain/evolve_person`.
import type { Person, SessionEvent } from "../wire/session";
import { ZERO } from "./stopwatch";

export type PersonEvent = Extract<SessionEvent, { person_id: string }>;

/** The person after the event. */
export function foldPerson(person: Person, event: PersonEvent): Person {
  switch (event.type) {
    case "PersonArrived":
      return { ...silent(person), presence: "lobby", connected: true, page: event.page };
    case "PersonJoined":
      return { ...person, presence: "joined", connected: true, drawn: true };
    case "PersonDropped":
      return { ...person, connected: false };
    case "PersonReturned":
      return { ...person, connected: true };
    case "PageSilent":
      return { ...person, drawn: false };
    case "PageDrawn":
      return { ...person, drawn: true };
    case "PersonLeft":
      return { ...silent(person), presence: "offline", connected: false, page: null };
    case "TracksChanged":
      return {
        ...person,
        mic: event.mic,
        camera: event.camera,
        screen: event.screen,
        camera_paused: event.camera_paused,
      };
    case "ActivityChanged":
      return { ...person, active: event.active };
    case "QualityChanged":
      return { ...person, bars: event.bars, up: event.up, down: event.down };
    case "ConsentChanged":
      return { ...person, consent: event.kinds };
    default:
      event satisfies never;
      return person;
  }
}

/** Nothing sent, nothing measured: what is known of a page that is new or gone. */
function silent(person: Person): Person {
  const nothing = { ...person, mic: false, camera: false, screen: false, camera_paused: false };
  return { ...nothing, drawn: true, active: true, bars: null, up: null, down: null };
}

/** Somebody who has not been there yet. */
export function newPerson(user_id: string, name: string, part: Person["part"], prior_ms: number): Person {
  const nowhere = { presence: "offline", connected: false, page: null, consent: null } as const;
  return { ...silent({ user_id, name, part, prior_ms, watch: ZERO, ...nowhere } as Person) };
}
