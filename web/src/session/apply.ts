// The fold: a view and an envelope make the next view. Twin of `domain/visibility.receive` and `domain/evolve`, proved equal
// by tests/vectors/fold.json. An event about somebody whom the view does not hold changes nothing. `satisfies never`: a new
// event does not compile until it has its case; a page that is older than the server passes over what it does not know.
import type { Envelope, Lane, Person, Session, SessionEvent } from "../wire/session";
import { foldLaneContent, foldTable } from "./apply-lane";
import { foldPerson, newPerson, type PersonEvent } from "./apply-person";
import { attends, settleSigns } from "./signs";
import { setRunning, ZERO } from "./stopwatch";

type Of<T extends SessionEvent["type"]> = Extract<SessionEvent, { type: T }>;
type LaneEvent = Of<
  | "SignShown"
  | "SignTakenBack"
  | "LaneModeChanged"
  | "ExerciseAssigned"
  | "ProgressChanged"
  | "HelpAsked"
  | "HelpClosed"
  | "PriorTimeCounted"
>;

/** The view after an envelope. */
export function receive(view: Session, envelope: Envelope): Session {
  if (envelope.view !== null) return envelope.view;
  if (envelope.event === null) return { ...view, seq: envelope.seq };
  return settleWatches({ ...settleSigns(fold(view, envelope.event, envelope.at)), seq: envelope.seq }, envelope.at);
}

/** Everybody whom the view knows, present or not: tutor, students, and the observers who are there. */
export function people(view: Session): readonly Person[] {
  return [view.tutor, ...view.lanes.map((lane) => lane.person), ...view.observers];
}

function fold(view: Session, event: SessionEvent, at: number): Session {
  switch (event.type) {
    case "SessionStarted": {
      const text_allowed = event.text_allowed ?? view.text_allowed;
      const { video_room_id } = event;
      return { ...view, status: "LIVE", paused: false, video_room_id, text_allowed, started_at: at };
    }
    case "SessionPaused":
      return { ...view, paused: true };
    case "SessionResumed":
      return { ...view, paused: false };
    case "SessionEnded":
      return { ...view, status: "COMPLETED", paused: false, address_all: "off", ends_at: null };
    case "EndForeseen":
      return { ...view, ends_at: event.ends_at };
    case "SessionCancelled":
      return { ...view, status: "CANCELLED" };
    case "SessionRescheduled": {
      const { title, scheduled_start, scheduled_end } = event;
      return { ...view, title, scheduled_start, scheduled_end };
    }
    case "AddressAllChanged":
      return { ...view, address_all: event.kind };
    case "ScreenAudienceChanged":
      return { ...view, screen_to_all: event.to_all };
    case "OpenTableChanged":
      return { ...view, open_table: event.open_table };
    case "RecordingStarted": {
      const recording = { recording_id: event.recording_id, started_at: at };
      return { ...view, recording, was_recorded: true };
    }
    case "RecordingStopped":
      return { ...view, recording: null };
    case "EngineFailed":
      return { ...view, engine_up: false };
    case "EngineRestored":
      return { ...view, engine_up: true };
    case "StudentEnrolled":
      return { ...view, lanes: [...view.lanes, newLane(event)] };
    case "StudentRemoved":
      return { ...view, lanes: view.lanes.filter((lane) => lane.person.user_id !== event.student_id) };
    case "ObserverAdmitted":
      return { ...view, observers: [...view.observers, newPerson(event.user_id, event.name, "observer", 0)] };
    case "TutorChanged":
      return { ...view, tutor: newPerson(event.user_id, event.name, "tutor", 0) };
    case "SignShown":
    case "SignTakenBack":
    case "LaneModeChanged":
    case "ExerciseAssigned":
    case "ProgressChanged":
    case "HelpAsked":
    case "HelpClosed":
    case "PriorTimeCounted":
      return onLane(view, event.student_id, (lane) => foldLane(lane, event, at));
    case "AnswerGiven":
    case "HintGiven":
    case "ExercisesQueued":
    case "HelpPostponed":
    case "HelpBoardAttached":
    case "MessageSent":
    case "MessagesRead":
    case "BoardLocked":
    case "BoardRevised":
    case "LaneDeafened":
      return onLane(view, event.student_id, (lane) => foldLaneContent(lane, event, at));
    case "AnnouncementMade":
    case "TableBoardRevised":
      return foldTable(view, event, at);
    default:
      return onPerson(view, event);
  }
}

function foldLane(lane: Lane, event: LaneEvent, at: number): Lane {
  switch (event.type) {
    case "SignShown":
      return { ...lane, sign: event.audience, sign_fault: null };
    case "SignTakenBack":
      return { ...lane, sign: [], sign_fault: event.why };
    case "LaneModeChanged":
      return { ...lane, mode: event.mode };
    case "ExerciseAssigned": {
      const { exercise_id, title, lesson, items } = event;
      return { ...lane, exercise: { exercise_id, title, lesson, percent: 0, items, answers: [], hints: [] } };
    }
    case "ProgressChanged":
      return lane.exercise === null ? lane : { ...lane, exercise: { ...lane.exercise, percent: event.percent } };
    case "HelpAsked": {
      const { help_id, urgency, text, item_id } = event;
      const asked = {
        help_id,
        urgency,
        text,
        asked_at: at,
        item_id,
        postponed: false,
        place: null,
        board_revision: null,
      };
      return { ...lane, help: asked };
    }
    case "HelpClosed":
      return { ...lane, help: null };
    case "PriorTimeCounted":
      return { ...lane, person: { ...lane.person, prior_ms: event.prior_ms } };
    default:
      event satisfies never;
      return lane;
  }
}

function newLane(event: Of<"StudentEnrolled">): Lane {
  const person = newPerson(event.student_id, event.name, "student", event.prior_ms);
  const { grade_level, course_level } = event;
  return {
    person,
    grade_level,
    course_level,
    mode: "OBSERVE",
    sign: [],
    sign_fault: null,
    exercise: null,
    help: null,
    teach_watch: ZERO,
    queue: [],
    messages: [],
    unread_by_tutor: 0,
    unread_by_student: 0,
    board: { revision: 0, locked: false },
    deafened: false,
  };
}

function onPerson(view: Session, event: PersonEvent): Session {
  if (event.type === "PersonLeft" && view.observers.some(({ user_id }) => user_id === event.person_id)) {
    // on no sign either: `settleSigns`
    return { ...view, observers: view.observers.filter(({ user_id }) => user_id !== event.person_id) };
  }
  const change = (person: Person) => (person.user_id === event.person_id ? foldPerson(person, event) : person);
  return {
    ...view,
    tutor: change(view.tutor),
    lanes: view.lanes.map((lane) => {
      const person = change(lane.person);
      if (person === lane.person) return lane;
      if (person.page === lane.person.page) return { ...lane, person };
      return { ...lane, person, sign: [], sign_fault: null }; // a new page shows nothing yet
    }),
    observers: view.observers.map(change),
  };
}

function onLane(view: Session, student: string, change: (lane: Lane) => Lane): Session {
  return { ...view, lanes: view.lanes.map((lane) => (lane.person.user_id === student ? change(lane) : lane)) };
}

/** Every stopwatch runs exactly while its reason holds. Objects in which nothing changes stay the same. */
function settleWatches(view: Session, at: number): Session {
  const flowing = view.status === "LIVE" && !view.paused;
  const settled = (person: Person): Person => {
    const watch = setRunning(person.watch, at, flowing && attends(person));
    return watch === person.watch ? person : { ...person, watch };
  };
  const lanes = view.lanes.map((lane) => {
    const person = settled(lane.person);
    const teaching = flowing && attends(person) && lane.mode === "TEACH";
    const teach_watch = setRunning(lane.teach_watch, at, teaching);
    return person === lane.person && teach_watch === lane.teach_watch ? lane : { ...lane, person, teach_watch };
  });
  return {
    ...view,
    watch: setRunning(view.watch, at, flowing),
    tutor: settled(view.tutor),
    observers: view.observers.map(settled),
    lanes,
  };
}
