/** Canned sessions for the story page: a room that goes nowhere, with painted pictures. For development only. */
import { LiveBoards } from "../board/live-boards";
import type { Commands } from "../session/commands";
import type { MediaState, RemoteMedia, Room } from "../session/room";
import { createStore, emptyRoom, type RoomState } from "../session/store";
import type { Assignment, HelpRequest, Lane, Message, Person, Session } from "../wire/session";
import { painted } from "./story-picture";

const NOW = Date.now();
const MINUTE = 60_000;
export const TUTOR_ID = "tutor";

const line = (bars: number) => ({ bars, up: 4, down: bars });

function person(user_id: string, name: string, changes: Partial<Person> = {}): Person {
  return {
    user_id,
    name,
    part: "student",
    presence: "joined",
    connected: true,
    page: "page",
    drawn: true,
    mic: true,
    camera: true,
    screen: false,
    camera_paused: false,
    consent: ["board", "picture", "sound"],
    active: true,
    ...line(4),
    watch: { gathered_ms: 38 * MINUTE, running_since: NOW },
    prior_ms: 95 * MINUTE,
    ...changes,
  };
}

function assignment(known: Pick<Assignment, "exercise_id" | "title" | "lesson" | "percent">): Assignment {
  return { ...known, items: ["1", "2", "3", "4"], answers: [], hints: [] };
}

export function call(known: Pick<HelpRequest, "help_id" | "urgency" | "text" | "asked_at">): HelpRequest {
  return { ...known, item_id: null, postponed: false, place: 2, board_revision: null };
}

function lane(who: Person, changes: Partial<Lane> = {}): Lane {
  return {
    person: who,
    grade_level: "Grade 8",
    course_level: "Mathematics 5",
    mode: "OBSERVE",
    sign: [],
    sign_fault: null,
    exercise: assignment({ exercise_id: "x", title: "Adding fractions", lesson: "Lesson 4", percent: 75 }),
    help: null,
    teach_watch: { gathered_ms: 7 * MINUTE, running_since: null },
    queue: [],
    messages: [],
    unread_by_tutor: 0,
    unread_by_student: 0,
    board: { revision: 0, locked: false },
    deafened: false,
    ...changes,
  };
}

const MESSAGES: readonly Message[] = [
  { message_id: "1", from_id: TUTOR_ID, text: "How is the second paragraph coming along?", at: NOW - 9 * MINUTE },
  { message_id: "2", from_id: "bob", text: "Good! I wrote about the lake.", at: NOW - 7 * MINUTE },
  { message_id: "3", from_id: "bob", text: "Do you want me to add the boat?", at: NOW - 2 * MINUTE },
];

const LANES: Lane[] = [
  lane(person("alice", "Alice Chen"), {
    mode: "TEACH",
    teach_watch: { gathered_ms: 12 * MINUTE, running_since: NOW },
  }),
  lane(person("bob", "Bob Williams", { mic: false, ...line(3) }), {
    grade_level: "Grade 7",
    course_level: "English 6",
    exercise: assignment({ exercise_id: "y", title: "Essay: My summer", lesson: "Writing", percent: 100 }),
    queue: [{ exercise_id: "q", title: "Letter to a friend", lesson: "Writing" }],
    messages: MESSAGES,
    unread_by_tutor: 2,
  }),
  lane(person("carol", "Carol Diaz", { active: false }), {
    exercise: assignment({
      exercise_id: "z",
      title: "Linear equations with two unknowns",
      lesson: "Lesson 9",
      percent: 30,
    }),
    help: call({ help_id: "h1", urgency: "urgent", text: "I'm stuck at question 3", asked_at: NOW - 2.4 * MINUTE }),
  }),
  lane(person("david", "David Okafor", { connected: false, ...line(1) }), {
    help: call({ help_id: "h2", urgency: "high", text: "", asked_at: NOW - 0.6 * MINUTE }),
  }),
  lane(person("emma", "Emma Lindqvist-Baumgartner", { camera: false, ...line(1) }), { exercise: null }),
];

export function storySession(changes: Partial<Session> = {}): Session {
  return {
    id: "session",
    center_id: "center",
    title: "Mathematics, Wednesday group",
    tutor: person(TUTOR_ID, "Ms Rivera", { part: "tutor" }),
    scheduled_start: NOW - 40 * MINUTE,
    scheduled_end: NOW + 20 * MINUTE,
    status: "LIVE",
    paused: false,
    open_table: false,
    started_at: null,
    ends_at: null,
    address_all: "off",
    screen_to_all: false,
    engine_up: true,
    video_room_id: "room",
    lanes: LANES,
    observers: [],
    watch: { gathered_ms: 45 * MINUTE + 23_000, running_since: NOW },
    text_allowed: true,
    announcements: [],
    table_board: { revision: 0, locked: false },
    auto_record: true,
    recording: null,
    was_recorded: false,
    seq: 1,
    ...changes,
  };
}

/** The same, seen by Alice; `mine` changes her lane. */
export function aliceSession(changes: Partial<Session> = {}, mine: Partial<Lane> = {}): Session {
  return storySession({ lanes: LANES.slice(0, 1).map((own) => ({ ...own, ...mine })), ...changes });
}

export const OBSERVER = person("dana", "Dana Ortiz", { part: "observer" });

function remotes(): Record<string, RemoteMedia> {
  const hues = { [TUTOR_ID]: 200, alice: 20, bob: 90, carol: 300, david: 45, emma: 150 };
  return Object.fromEntries(
    Object.entries(hues).map(([id, hue]) => [id, { sound: null, camera: painted(hue), screen: painted(hue + 60) }]),
  );
}

const ACTS: readonly (keyof Commands)[] = [
  "askHelp",
  "withdrawHelp",
  "respondToHelp",
  "dismissHelp",
  "setLaneMode",
  "addressAll",
  "setScreenAudience",
  "assignExercise",
  "setProgress",
  "queueExercises",
  "nextExercise",
  "answer",
  "hint",
  "postponeHelp",
  "sendMessage",
  "announce",
  "readMessages",
  "enroll",
  "start",
  "pause",
  "resume",
  "end",
  "cancel",
  "setOpenTable",
];

export function storyRoom(state: Partial<RoomState>, media: Partial<MediaState> = {}): Room {
  const store = createStore<RoomState>({
    ...emptyRoom(TUTOR_ID),
    link: "online",
    part: "tutor",
    joined: true,
    ...state,
  });
  const devices = createStore<MediaState>({
    mic: true,
    camera: true,
    screen: false,
    camera_paused: false,
    asking: new Set(),
    problems: [],
    preview: painted(250),
    screen_preview: null,
    microphones: [{ id: "m", label: "Built-in microphone" }],
    cameras: [{ id: "c", label: "HD camera" }],
    microphone_id: "m",
    camera_id: "c",
    blur: null,
    mic_silent: null,
    lost: [],
    moved: null,
    retaken: 0,
    remote: remotes(),
    media_link: "up",
    loss_percent: null,
    rtt_ms: null,
    frozen: new Set(),
    ...media,
  });
  const done = async () => ({ ok: true, seq: 1 }) as const;
  const nothing = async () => {};
  return {
    store,
    openBoards: async () => new LiveBoards(async () => ({ ok: false, code: "unavailable", message: "" })),
    commands: Object.fromEntries(ACTS.map((act) => [act, done])) as unknown as Commands,
    media: {
      state: devices,
      setMic: async (mic) => devices.set({ mic }),
      setCamera: async (camera) => devices.set({ camera }),
      setScreen: async (screen) => devices.set({ screen }),
      chooseMicrophone: nothing,
      chooseCamera: nothing,
      takeAgain: nothing,
      setBlur: nothing,
      micLevel: () => 0.55,
      levelOf: (id) => (id === "alice" ? 1 : 0),
      showTile: () => {},
      pictured: Promise.resolve(),
      watchFrames: () => () => {},
    },
    now: Date.now,
    join: done,
    leave: nothing,
    governedBy: () => () => {},
    beat: () => {},
    dispose: () => {},
  };
}
