// Acts of a person, typed: what a screen may ask the server to do. The effect comes back as an event, for all alike; here
// an act leaves only a pending flag.
import type { Acts, Done, Refused } from "../wire/commands";
import type { AddressAll, ConsentKind, LaneMode, Urgency } from "../wire/session";
import type { RoomState, Store } from "./store";

/** Refused with `code` "unreachable": no answer in time; it may be tried again. */
export type Outcome = Done | Refused;

/** Sends a message and waits for its acknowledgement, 5 s at most. Never rejects. */
export type Send = <A extends keyof Acts>(name: A, fields: Acts[A]["fields"]) => Promise<Acts[A]["ack"] | Refused>;
/** `POST /api/academic/sessions/manage` for this session. Never rejects. */
export type Manage = (action: string, fields: object) => Promise<Outcome>;

/** Acts whose acknowledgement says from which number on they are visible. */
type Logged = { [A in keyof Acts]: Acts[A]["ack"] extends Done ? A : never }[keyof Acts];

export interface Commands {
  /** `itemId`: what of the exercise it is about. */
  askHelp(urgency: Urgency, text: string, itemId?: string): Promise<Outcome>;
  withdrawHelp(helpId: string): Promise<Outcome>;
  respondToHelp(studentId: string, helpId: string): Promise<Outcome>;
  /** The tutor comes later; the call keeps its place. */
  postponeHelp(studentId: string, helpId: string): Promise<Outcome>;
  dismissHelp(studentId: string, helpId: string, word: string): Promise<Outcome>;
  setLaneMode(studentId: string, mode: LaneMode): Promise<Outcome>;
  /** Take all sound to this student's page, or give it back. */
  deafen(studentId: string, deafened: boolean): Promise<Outcome>;
  addressAll(kind: AddressAll): Promise<Outcome>;
  setScreenAudience(toAll: boolean): Promise<Outcome>;
  assignExercise(studentId: string, exerciseId: string): Promise<Outcome>;
  setProgress(studentId: string, percent: number): Promise<Outcome>;
  /** What the lane works on next, in order; replaces what was queued. */
  queueExercises(studentId: string, exerciseIds: readonly string[]): Promise<Outcome>;
  /** The first queued exercise becomes the lane's. */
  nextExercise(studentId: string): Promise<Outcome>;
  /** The student's own; empty takes the answer back. */
  answer(exerciseId: string, itemId: string, value: string): Promise<Outcome>;
  hint(studentId: string, itemId: string, text: string): Promise<Outcome>;
  /** Write in the lane of this student, as the tutor or as that student. */
  sendMessage(studentId: string, text: string): Promise<Outcome>;
  /** Write to everybody. */
  announce(text: string): Promise<Outcome>;
  /** What the other side wrote in this student's lane was read. */
  readMessages(studentId: string): Promise<Outcome>;
  enroll(studentId: string): Promise<Outcome>;
  start(): Promise<Outcome>;
  pause(): Promise<Outcome>;
  resume(): Promise<Outcome>;
  end(): Promise<Outcome>;
  startRecording(): Promise<Outcome>;
  stopRecording(): Promise<Outcome>;
  cancel(reason: string): Promise<Outcome>;
  setOpenTable(openTable: boolean): Promise<Outcome>;
  /** What of oneself may be recorded from now on, having read this version of the text in this language. */
  consent(kinds: readonly ConsentKind[], textVersion: number, language: "en" | "de"): Promise<Outcome>;
}

/** The key in `pending` of an act; for acts on a lane, with the student's id. */
export function actKey(act: keyof Commands, studentId?: string): string {
  return studentId === undefined ? act : `${act}:${studentId}`;
}

/** `newId` makes an unguessable id; `send` and `manage` carry the acts. */
export function createCommands(store: Store<RoomState>, send: Send, manage: Manage, newId: () => string): Commands {
  const marked = async (key: string, act: () => Promise<Outcome>): Promise<Outcome> => {
    const flag = (on: boolean) => {
      const pending = new Set(store.get().pending);
      if (on) pending.add(key);
      else pending.delete(key);
      store.set({ pending });
    };
    flag(true);
    const outcome = await act();
    if (outcome.ok) await folded(store, outcome.seq);
    flag(false);
    return outcome;
  };
  const own = <A extends Logged>(act: keyof Commands, name: A, fields: Acts[A]["fields"]) =>
    marked(actKey(act), () => send(name, fields) as Promise<Outcome>);
  const lane = <A extends Logged>(act: keyof Commands, name: A, fields: Acts[A]["fields"] & { student_id: string }) =>
    marked(actKey(act, fields.student_id), () => send(name, fields) as Promise<Outcome>);
  const life = (act: keyof Commands, action: string, fields = {}) => marked(actKey(act), () => manage(action, fields));
  /** The id of each act that nobody has answered yet: a retry of the same is then no second one. */
  const ids = new Map<string, string>();
  const once = async (what: string, act: (id: string) => Promise<Outcome>): Promise<Outcome> => {
    const id = ids.get(what) ?? newId();
    ids.set(what, id);
    const outcome = await act(id);
    if (outcome.ok || outcome.code !== UNREACHABLE) ids.delete(what);
    return outcome;
  };

  return {
    askHelp: (urgency, text, item_id) =>
      once("help", (help_id) =>
        own("askHelp", "help-request", { help_id, urgency, text, ...(item_id === undefined ? {} : { item_id }) }),
      ),
    withdrawHelp: (help_id) => own("withdrawHelp", "help-withdraw", { help_id }),
    respondToHelp: (student_id, help_id) => lane("respondToHelp", "help-respond", { student_id, help_id }),
    postponeHelp: (student_id, help_id) => lane("postponeHelp", "help-later", { student_id, help_id }),
    dismissHelp: (student_id, help_id, word) => lane("dismissHelp", "help-dismiss", { student_id, help_id, word }),
    setLaneMode: (student_id, mode) => lane("setLaneMode", "lane-mode", { student_id, mode }),
    deafen: (student_id, deafened) => lane("deafen", "deafen", { student_id, deafened }),
    addressAll: (kind) => own("addressAll", "address-all", { kind }),
    setScreenAudience: (to_all) => own("setScreenAudience", "screen-audience", { to_all }),
    assignExercise: (student_id, exercise_id) => lane("assignExercise", "assign-exercise", { student_id, exercise_id }),
    setProgress: (student_id, percent) => lane("setProgress", "set-progress", { student_id, percent }),
    queueExercises: (student_id, exercise_ids) =>
      lane("queueExercises", "queue-exercises", { student_id, exercise_ids }),
    nextExercise: (student_id) => lane("nextExercise", "next-exercise", { student_id }),
    answer: (exercise_id, item_id, value) => own("answer", "answer", { exercise_id, item_id, value }),
    hint: (student_id, item_id, text) => lane("hint", "hint", { student_id, item_id, text }),
    sendMessage: (student_id, text) =>
      once(`message ${student_id} ${text}`, (message_id) =>
        lane("sendMessage", "message", { student_id, message_id, text }),
      ),
    announce: (text) => once(`announce ${text}`, (message_id) => own("announce", "announce", { message_id, text })),
    readMessages: (student_id) => lane("readMessages", "messages-read", { student_id }),
    enroll: (student_id) => life("enroll", "enroll", { student_id }),
    start: () => life("start", "start"),
    pause: () => life("pause", "pause"),
    resume: () => life("resume", "resume"),
    end: () => life("end", "end"),
    startRecording: () => life("startRecording", "start_recording"),
    stopRecording: () => life("stopRecording", "stop_recording"),
    cancel: (reason) => life("cancel", "cancel", { reason }),
    setOpenTable: (open_table) => life("setOpenTable", "open_table", { open_table }),
    consent: (kinds, text_version, language) =>
      own("consent", "consent", { kinds: [...kinds], text_version, language }),
  };
}

export const UNREACHABLE = "unreachable";
/** Milliseconds that a pending flag waits for the event of an act that was already acknowledged. */
const EVENT_LIMIT_MS = 2000;

/** Until the store has folded number `seq`, with a limit. */
function folded(store: Store<RoomState>, seq: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const check = () => {
      const state = store.get();
      if (state.closed !== null || (state.seq !== null && state.seq >= seq)) done();
    };
    const timer = setTimeout(done, EVENT_LIMIT_MS);
    const stop = store.subscribe(check);
    check();
  });
}
