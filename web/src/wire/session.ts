// Generated from src/deskside/wire by `make wire`. Do not edit.

/** The person's page saw input lately (active) or did not (idle). */
export interface ActivityChanged {
  type: "ActivityChanged";
  person_id: string;
  active: boolean;
}

/** Whether the tutor speaks to every lane: not, while a key is held, or until it is switched off. */
export type AddressAll = "off" | "hold" | "latch";

/** The tutor starts or stops speaking to every lane. */
export interface AddressAllChanged {
  type: "AddressAllChanged";
  kind: AddressAll;
}

/** A text from the tutor to everybody. */
export interface AnnouncementMade {
  type: "AnnouncementMade";
  message_id: string;
  text: string;
}

/** The newest answer to an item. `correct` None: nobody has checked it. `unreadable`: a number was asked for. */
export interface Answer {
  item_id: string;
  value: string;
  correct: boolean | null;
  unreadable: boolean;
}

/** The student answered an item of the lane's exercise, perhaps again. `correct` None: it is not checked at once. `unreadable`: a number is asked and this is none (then nobody says that it is wrong, and it does not count). `percent` is the progress that follows from all answers. */
export interface AnswerGiven {
  type: "AnswerGiven";
  student_id: string;
  item_id: string;
  value: string;
  correct: boolean | null;
  percent: number;
  unreadable: boolean;
}

/** The exercise that a lane works on, and how far it is (percent). Answers in the order of their first giving. */
export interface Assignment {
  exercise_id: string;
  title: string;
  lesson: string;
  percent: number;
  items: readonly string[];
  answers: readonly Answer[];
  hints: readonly Hint[];
}

/** What the session knows of a board; its drawing is stored beside. Revision 0: never drawn on. */
export interface Board {
  revision: number;
  locked: boolean;
}

/** The student may (not) draw on the lane's board; the tutor always may. */
export interface BoardLocked {
  type: "BoardLocked";
  student_id: string;
  locked: boolean;
}

/** The lane's board was stored as this revision; strokes in between travel beside the log. */
export interface BoardRevised {
  type: "BoardRevised";
  student_id: string;
  revision: number;
}

/** Elements that are new or were changed. All of `generation`; a page that holds another one starts anew. */
export interface BoardUpdate {
  board: string;
  epoch: string;
  generation: number;
  clock: number;
  elements: readonly Record<string, unknown>[];
}

/** Why the socket is closed right after this: superseded, removed, session_over, rate_limited. */
export interface Closed {
  code: string;
  message: string;
}

/** What this person agrees to from now on, in place of all before. `text_version`: of the center's text that was shown. `kinds` None: it is another text than they answered, so they agreed to nothing yet. */
export interface ConsentChanged {
  type: "ConsentChanged";
  person_id: string;
  kinds: readonly ConsentKind[] | null;
  text_version: number;
}

/** What somebody agrees to, each by itself. */
export type ConsentKind = "sound" | "picture" | "board";

/** The edges in force in the engine, from and to this person; sorted. `seen_by` and `sees`: camera or screen. `paused_cameras`, `paused_screens`: whose picture is kept from this person, as their own line does not carry it. `recorded_sound`, `recorded_picture`: who is written at this moment, of this person and those whom they receive. */
export interface Edges {
  heard_by: readonly string[];
  seen_by: readonly string[];
  hears: readonly string[];
  sees: readonly string[];
  paused_cameras: readonly string[];
  paused_screens: readonly string[];
  recorded_sound: readonly string[];
  recorded_picture: readonly string[];
}

/** What anybody is to receive of this person: layers of the camera, smallest first, and the screen. The page encodes nothing else. `thin_sound`: its sound in fewer bits and packets. */
export interface Encodings {
  camera: readonly Layer[];
  screen: boolean;
  thin_sound: boolean;
}

/** No tutor is there after the planned end: the session ends at this instant. None: one is there (again). */
export interface EndForeseen {
  type: "EndForeseen";
  ends_at: number | null;
}

/** The media engine is down: nobody hears or sees anybody until it is restored. */
export interface EngineFailed {
  type: "EngineFailed";
}

/** A new engine is up; every browser connects its media again. */
export interface EngineRestored {
  type: "EngineRestored";
}

/** One number of the log for one person: the event, or a whole new view, or neither (nothing for this person). */
export interface Envelope {
  session_id: string;
  seq: number;
  at: number;
  event: SessionEvent | null;
  view: Session | null;
}

/** The lane has a new exercise; progress starts at 0. `items`: ids of what is to be answered, in order. */
export interface ExerciseAssigned {
  type: "ExerciseAssigned";
  student_id: string;
  exercise_id: string;
  title: string;
  lesson: string;
  items: readonly string[];
}

/** What the lane works on after its present exercise, in order; replaces what was queued. */
export interface ExercisesQueued {
  type: "ExercisesQueued";
  student_id: string;
  queue: readonly Queued[];
}

/** The student calls the tutor. `help_id` is made by the page, so a retry is no second call. */
export interface HelpAsked {
  type: "HelpAsked";
  student_id: string;
  help_id: string;
  urgency: Urgency;
  text: string;
  item_id: string | null;
}

/** The lane's board as it was when the student called was stored as this revision. Comes right after the call. */
export interface HelpBoardAttached {
  type: "HelpBoardAttached";
  student_id: string;
  help_id: string;
  revision: number;
}

/** The call for help was answered, put aside with a word, or taken back. */
export interface HelpClosed {
  type: "HelpClosed";
  student_id: string;
  help_id: string;
  outcome: HelpOutcome;
  word: string;
}

/** How a call for help ended. */
export type HelpOutcome = "responded" | "dismissed" | "withdrawn" | "session_over";

/** The tutor has seen the call and comes later. */
export interface HelpPostponed {
  type: "HelpPostponed";
  student_id: string;
  help_id: string;
}

/** An open call for help. `place` in the queue, from 1, is there only in a student's view of their own call. `board_revision`: the lane's board as it was then; None: there was nothing on it, or it could not be stored. */
export interface HelpRequest {
  help_id: string;
  urgency: Urgency;
  text: string;
  asked_at: number;
  item_id: string | null;
  postponed: boolean;
  place: number | null;
  board_revision: number | null;
}

/** A hint of the tutor for an item. */
export interface Hint {
  item_id: string;
  text: string;
}

/** The tutor gave a hint for an item. */
export interface HintGiven {
  type: "HintGiven";
  student_id: string;
  item_id: string;
  text: string;
}

/** One student's place in the session. `sign`: the audience that their page vouches to show, sorted; `sign_fault`: why it cannot vouch for any, None as long as it did not say so. `deafened`: no sound reaches the student's page, as somebody beside them has it on. `messages` are the newest `MESSAGES_KEPT`, the oldest first; `unread_by_tutor` and `unread_by_student` count what the other side wrote since. */
export interface Lane {
  person: Person;
  grade_level: string;
  course_level: string;
  mode: LaneMode;
  sign: readonly string[];
  sign_fault: SignFault | null;
  exercise: Assignment | null;
  help: HelpRequest | null;
  teach_watch: Stopwatch;
  queue: readonly Queued[];
  messages: readonly Message[];
  unread_by_tutor: number;
  unread_by_student: number;
  deafened: boolean;
  board: Board;
}

/** No sound reaches the student's page any more, or it does again. */
export interface LaneDeafened {
  type: "LaneDeafened";
  student_id: string;
  deafened: boolean;
}

/** TEACH: the tutor instructs this student, who hears them. OBSERVE: the student works alone. */
export type LaneMode = "TEACH" | "OBSERVE";

/** TEACH or OBSERVE for one lane. */
export interface LaneModeChanged {
  type: "LaneModeChanged";
  student_id: string;
  mode: LaneMode;
}

/** Simulcast layer of a camera: 320x180, 640x360, 1280x720 (substream 0, 1, 2 of the engine). */
export type Layer = 0 | 1 | 2;

/** Why somebody is no longer there. */
export type LeaveReason = "left" | "lost" | "removed" | "session_over";

/** A text in a lane, or from the tutor to all. */
export interface Message {
  message_id: string;
  from_id: string;
  text: string;
  at: number;
}

/** A text between the tutor and one student, in the student's lane. */
export interface MessageSent {
  type: "MessageSent";
  student_id: string;
  message_id: string;
  from_id: string;
  text: string;
}

/** One side of a lane has read everything so far. */
export interface MessagesRead {
  type: "MessagesRead";
  student_id: string;
  by_tutor: boolean;
}

/** A center admin looks in: everyone in the session is told. */
export interface ObserverAdmitted {
  type: "ObserverAdmitted";
  user_id: string;
  name: string;
}

/** An offer of the engine. `fresh`: make a new receiving connection; else renegotiate the present one. */
export interface Offer {
  id: string;
  sdp: string;
  streams: readonly Stream[];
  fresh: boolean;
}

/** Everyone receives everyone, or private lanes again. */
export interface OpenTableChanged {
  type: "OpenTableChanged";
  open_table: boolean;
}

/** The silent page proves again that it draws. */
export interface PageDrawn {
  type: "PageDrawn";
  person_id: string;
}

/** The person's page does not prove any more that it draws its screen: nothing is forwarded to or from it. */
export interface PageSilent {
  type: "PageSilent";
  person_id: string;
}

/** What a person is in one session. */
export type Part = "tutor" | "student" | "observer";

/** One person of a session. `connected` is the state of the page's socket: a joined person who is not connected is *reconnecting*. `drawn`: the page proves again and again that its screen is there; while it does not, nothing flows to or from it. `bars` is the quality of their network from 0 (unusable) to 4, the worse of `up` (what comes from them) and `down` (what goes to them); None as long as it was not measured. `camera_paused`: the camera is on, but their line carries the sound only for now. `consent`: what they agreed to be recorded; None: they were never asked, which is no. `watch` runs while they are really in the live room; `prior_ms` is what they gathered in earlier sessions. */
export interface Person {
  user_id: string;
  name: string;
  part: Part;
  presence: Presence;
  connected: boolean;
  page: string | null;
  drawn: boolean;
  mic: boolean;
  camera: boolean;
  screen: boolean;
  camera_paused: boolean;
  active: boolean;
  bars: number | null;
  up: number | null;
  down: number | null;
  consent: readonly ConsentKind[] | null;
  watch: Stopwatch;
  prior_ms: number;
}

/** A new page of this person is open (lobby). Any former page of theirs is superseded. */
export interface PersonArrived {
  type: "PersonArrived";
  person_id: string;
  page: string;
}

/** The page's socket was lost; the person is expected back. */
export interface PersonDropped {
  type: "PersonDropped";
  person_id: string;
}

/** The person is in the room. */
export interface PersonJoined {
  type: "PersonJoined";
  person_id: string;
}

/** The person is gone. */
export interface PersonLeft {
  type: "PersonLeft";
  person_id: string;
  reason: LeaveReason;
}

/** The same page is connected again; nothing else changed. */
export interface PersonReturned {
  type: "PersonReturned";
  person_id: string;
}

/** How far a person has come in: nowhere, device check and waiting room, in the room. */
export type Presence = "offline" | "lobby" | "joined";

/** What the student gathered in other sessions of the center by the start of this one. */
export interface PriorTimeCounted {
  type: "PriorTimeCounted";
  student_id: string;
  prior_ms: number;
}

/** Progress on the lane's exercise in percent, 0–100. */
export interface ProgressChanged {
  type: "ProgressChanged";
  student_id: string;
  percent: number;
}

/** Prove at once that your screen is drawn, by `page-drawn`: nothing was heard of it for a while. */
export type Prove = Record<string, never>;

/** The person's network got better or worse by at least one bar (0–4), in one direction or both: `bars` is the worse of `up` (from them) and `down` (to them); None: not measured. */
export interface QualityChanged {
  type: "QualityChanged";
  person_id: string;
  bars: number;
  up: number | null;
  down: number | null;
}

/** An exercise that is to come. */
export interface Queued {
  exercise_id: string;
  title: string;
  lesson: string;
}

/** That the session is recorded now, and since when. */
export interface Recording {
  recording_id: string;
  started_at: number;
}

/** From now on what people agreed to is written, while somebody else receives it. */
export interface RecordingStarted {
  type: "RecordingStarted";
  recording_id: string;
}

/** Nothing is written any more. */
export interface RecordingStopped {
  type: "RecordingStopped";
  recording_id: string;
  reason: StopReason;
}

/** The tutor's screen is shown to every lane, or to lanes in TEACH only. */
export interface ScreenAudienceChanged {
  type: "ScreenAudienceChanged";
  to_all: boolean;
}

/** A tutoring session. Lanes keep the order of enrollment. `seq` is the number of the last event folded in. */
export interface Session {
  id: string;
  center_id: string;
  title: string;
  tutor: Person;
  scheduled_start: number;
  scheduled_end: number;
  status: SessionStatus;
  paused: boolean;
  open_table: boolean;
  address_all: AddressAll;
  screen_to_all: boolean;
  engine_up: boolean;
  video_room_id: string | null;
  lanes: readonly Lane[];
  observers: readonly Person[];
  watch: Stopwatch;
  text_allowed: boolean;
  announcements: readonly Message[];
  table_board: Board;
  started_at: number | null;
  ends_at: number | null;
  auto_record: boolean;
  recording: Recording | null;
  was_recorded: boolean;
  seq: number;
}

/** SCHEDULED → CANCELLED. */
export interface SessionCancelled {
  type: "SessionCancelled";
  reason: string;
}

/** LIVE → COMPLETED; the call is closed for all. */
export interface SessionEnded {
  type: "SessionEnded";
}

/** A break: clocks stand still and nothing is forwarded to anybody. */
export interface SessionPaused {
  type: "SessionPaused";
}

/** A scheduled session has another time, or another title: what it is called and planned for from now on. */
export interface SessionRescheduled {
  type: "SessionRescheduled";
  title: string;
  scheduled_start: number;
  scheduled_end: number;
}

/** The break is over. */
export interface SessionResumed {
  type: "SessionResumed";
}

/** SCHEDULED → LIVE; the room is open. `text_allowed`: as the center has it by then; None: as it was planned. */
export interface SessionStarted {
  type: "SessionStarted";
  video_room_id: string;
  text_allowed: boolean | null;
}

/** SCHEDULED → LIVE (⇄ paused) → COMPLETED, or SCHEDULED → CANCELLED. */
export type SessionStatus = "SCHEDULED" | "LIVE" | "COMPLETED" | "CANCELLED";

/** Why a student's page cannot vouch for its sign: other words stand there, or nobody could see it. */
export type SignFault = "rewritten" | "hidden";

/** The student's page says: I am showing that exactly these people can hear and see this student. */
export interface SignShown {
  type: "SignShown";
  student_id: string;
  audience: readonly string[];
}

/** The student's page can no longer vouch for what its sign shows: nobody receives anything of this student. */
export interface SignTakenBack {
  type: "SignTakenBack";
  student_id: string;
  why: SignFault;
}

/** Why recording stopped. */
export type StopReason = "tutor" | "ended" | "full" | "failed";

/** Time gathered so far, and since when more is gathering (None: it stands still). */
export interface Stopwatch {
  gathered_ms: number;
  running_since: number | null;
}

/** Which m-line of a receiving connection carries whose track. */
export interface Stream {
  mid: string;
  source: string;
  kind: TrackKind;
}

/** A lane was added. `prior_ms`: time gathered in other sessions of the center until then. */
export interface StudentEnrolled {
  type: "StudentEnrolled";
  student_id: string;
  name: string;
  grade_level: string;
  course_level: string;
  prior_ms: number;
}

/** A lane was taken away; the person is out at once. */
export interface StudentRemoved {
  type: "StudentRemoved";
  student_id: string;
}

/** The board of the open table was stored as this revision. */
export interface TableBoardRevised {
  type: "TableBoardRevised";
  revision: number;
}

/** One person's microphone, camera or shared screen. */
export type TrackKind = "audio" | "video" | "screen";

/** What the person sends: microphone, camera, screen. `camera_paused`: the camera is on and gives way to the sound, as the person's line does not carry both. */
export interface TracksChanged {
  type: "TracksChanged";
  person_id: string;
  mic: boolean;
  camera: boolean;
  screen: boolean;
  camera_paused: boolean;
}

/** Somebody else conducts the session from now on, and is not there yet; the former tutor has no part in it. */
export interface TutorChanged {
  type: "TutorChanged";
  user_id: string;
  name: string;
}

/** How urgent a call for help is, in the student's own eyes. */
export type Urgency = "normal" | "high" | "urgent";

/** First message after connecting: start from `view`, or fold `envelopes` into what the page holds. One is null. */
export interface Welcome {
  user_id: string;
  part: Part;
  now: number;
  seq: number;
  view: Session | null;
  envelopes: readonly Envelope[] | null;
}

/** Every fact of a session's log. */
export type SessionEvent =
  | ActivityChanged
  | AddressAllChanged
  | AnnouncementMade
  | AnswerGiven
  | BoardLocked
  | BoardRevised
  | ConsentChanged
  | EndForeseen
  | EngineFailed
  | EngineRestored
  | ExerciseAssigned
  | ExercisesQueued
  | HelpAsked
  | HelpBoardAttached
  | HelpClosed
  | HelpPostponed
  | HintGiven
  | LaneDeafened
  | LaneModeChanged
  | MessageSent
  | MessagesRead
  | ObserverAdmitted
  | OpenTableChanged
  | PageDrawn
  | PageSilent
  | PersonArrived
  | PersonDropped
  | PersonJoined
  | PersonLeft
  | PersonReturned
  | PriorTimeCounted
  | ProgressChanged
  | QualityChanged
  | RecordingStarted
  | RecordingStopped
  | ScreenAudienceChanged
  | SessionCancelled
  | SessionEnded
  | SessionPaused
  | SessionRescheduled
  | SessionResumed
  | SessionStarted
  | SignShown
  | SignTakenBack
  | StudentEnrolled
  | StudentRemoved
  | TableBoardRevised
  | TracksChanged
  | TutorChanged;

/** Every message of the server by name. */
export interface ServerMessages {
  "session:welcome": Welcome;
  "session:event": Envelope;
  "video:participant-joined": Envelope;
  "video:participant-left": Envelope;
  "help-request": Envelope;
  "video:recording-started": Envelope;
  "video:recording-stopped": Envelope;
  "video:track-started": Envelope;
  "video:track-stopped": Envelope;
  "media:edges": Edges;
  "media:encodings": Encodings;
  "media:offer": Offer;
  "canvas-update": BoardUpdate;
  "page:prove": Prove;
  "session:closed": Closed;
}
