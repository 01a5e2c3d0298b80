// Generated from src/deskside/wire by `make wire`. Do not edit.

import type { AddressAll, ConsentKind, Envelope, LaneMode, Layer, Offer, Session, SignFault, Urgency } from "./session";

/** Speak to every lane: off, while a key is held, until switched off. */
export interface AddressEverybody {
  kind: AddressAll;
}

/** Write to everybody. A retry has the same `message_id`. */
export interface Announce {
  message_id: string;
  text: string;
}

/** Call the tutor. A retry has the same `help_id`. */
export interface AskHelp {
  help_id: string;
  urgency: Urgency;
  text: string;
  item_id?: string | null;
}

/** Give a lane an exercise of the center's library. */
export interface AssignExercise {
  student_id: string;
  exercise_id: string;
}

/** What a page shows when it connects. `seq`: the newest number that it holds; null: none. */
export interface Auth {
  token: string;
  page: string;
  seq?: number | null;
}

/** Ask for what followed `seq`, after a gap. */
export interface CatchUp {
  seq: number;
}

/** Empty it for everybody. */
export interface ClearBoard {
  board: string;
}

/** Take all sound to one lane, or give it back; acknowledged once the engine follows. */
export interface Deafen {
  student_id: string;
  deafened: boolean;
}

/** Put a call aside with a word to the student. */
export interface DismissHelp {
  student_id: string;
  help_id: string;
  word: string;
}

/** Elements that are new or were changed, whole, in Excalidraw's shape. */
export interface DrawOnBoard {
  board: string;
  generation: number;
  elements: readonly Record<string, unknown>[];
}

/** Ask for a picture of the board. */
export interface GetPicture {
  board: string;
  file_id: string;
}

/** Answer an item of one's own exercise; empty takes the answer back. Of a choice: "2", or "1,3". Spaces at its end stay: somebody may be in the middle of a sentence. */
export interface GiveAnswer {
  exercise_id: string;
  item_id: string;
  value: string;
}

/** A hint for an item. */
export interface GiveHint {
  student_id: string;
  item_id: string;
  text: string;
}

/** Every 10 s: whether the page saw input lately. */
export interface Heartbeat {
  active: boolean;
}

/** Enter the room. Students: everybody whom the page's sign shows; others: nobody. `tracks`: what it sends now. */
export interface JoinSession {
  audience: readonly string[];
  tracks?: SetTracks | null;
}

/** In which each version is written. */
export type Language = "en" | "de";

/** Leave the room for good. */
export type LeaveSession = Record<string, never>;

/** The student may draw on the lane's board, or not. */
export interface LockBoard {
  student_id: string;
  locked: boolean;
}

/** Answer to the newest offer. `of`: its id; an answer to an older one is refused. */
export interface MediaAnswer {
  answer: string;
  of?: string | null;
}

/** Go on to the first queued exercise. */
export interface NextExercise {
  student_id: string;
}

/** The tutor comes later; the call keeps its place. */
export interface PostponeHelp {
  student_id: string;
  help_id: string;
}

/** Every 2 s in the room: the screen that governs the page's media is drawn. Students: whom the sign on it shows at this moment; `fault`: why it cannot be read there. Others: nobody. */
export interface ProvePage {
  audience: readonly string[];
  fault?: SignFault | null;
}

/** Offer of this page's publishing connection: three sendonly m-lines, audio, camera, screen. `beside`: the former connection is well, and the page closes it once others receive from the new one. */
export interface Publish {
  offer: string;
  beside?: boolean;
}

/** Put what is on a board onto those of these lanes too. */
export interface PushBoard {
  board: string;
  to: readonly string[];
}

/** What the lane works on after its present exercise, in order; replaces what was queued. */
export interface QueueExercises {
  student_id: string;
  exercise_ids: readonly string[];
}

/** What the other side wrote in the lane was read. */
export interface ReadMessages {
  student_id?: string | null;
}

/** The network is back: ask for keyframes. */
export type Refresh = Record<string, never>;

/** Answer a call: it is closed and the lane goes to TEACH. */
export interface RespondToHelp {
  student_id: string;
  help_id: string;
}

/** What of me may be recorded from now on; what is not named may not. `text_version`: of the text that was shown, in `language`. */
export interface SayConsent {
  kinds: readonly ConsentKind[];
  text_version: number;
  language: Language;
}

/** Write in a lane. `student_id`: the tutor's; a student writes in their own. A retry has the same `message_id`. */
export interface SendMessage {
  student_id?: string | null;
  message_id: string;
  text: string;
}

/** A part of a picture for an element of the board; parts are counted from 0 and come in order. */
export interface SendPicture {
  board: string;
  file_id: string;
  part: number;
  parts: number;
  content: string;
}

/** How many pixels of pictures this page's machine decodes in a second; null: it keeps up with everything. */
export interface SetDecodes {
  pixels: number | null;
}

/** TEACH or OBSERVE; acknowledged once the engine forwards nothing more that is not allowed. */
export interface SetLaneMode {
  student_id: string;
  mode: LaneMode;
}

/** Progress on the lane's exercise in percent. */
export interface SetProgress {
  student_id: string;
  percent: number;
}

/** The best layer that each person's tile can show. */
export interface SetTiles {
  tiles: Record<string, Layer>;
}

/** What this page sends. `camera_paused`: the camera is on, but the page's line carries the sound only for now. */
export interface SetTracks {
  mic: boolean;
  camera: boolean;
  screen: boolean;
  camera_paused?: boolean;
}

/** Show the tutor's screen to every lane, or to lanes in TEACH only. */
export interface ShowScreenTo {
  to_all: boolean;
}

/** The page's sign now shows exactly these people. */
export interface ShowSign {
  audience: readonly string[];
}

/** Ask for the offer of this page's receiving connection. `beside`: the former one is well, and the page closes it once the new one shows something. */
export interface Subscribe {
  beside?: boolean;
}

/** Be told of it no more. */
export interface UnwatchBoard {
  board: string;
}

/** Be told of a board from now on (again: at another pace). `board`: a student's id, or "table". `epoch`, `generation`, `clock`: what this page holds of it already, as it was told last; none: "", 0, 0. */
export interface WatchBoard {
  board: string;
  pace: "live" | "thumbnail";
  epoch: string;
  generation: number;
  clock: number;
}

/** Take one's own call back. */
export interface WithdrawHelp {
  help_id: string;
}

/** It was done; nothing of it is in the log. */
export interface Ack {
  ok: true;
}

/** The engine's answer (SDP) to what this page publishes. */
export interface Answered {
  ok: true;
  answer: string;
}

/** The server's time; a new token where the grant was renewed, relays for the next connections where the former credentials are growing old (else null). */
export interface Beat {
  ok: true;
  seq: number;
  now: number;
  token: string | null;
  expires_at: number | null;
  ice_servers: readonly IceServer[] | null;
}

/** What was missed: start from `view`, or fold `envelopes`. One is null. */
export interface CaughtUp {
  ok: true;
  seq: number;
  view: Session | null;
  envelopes: readonly Envelope[] | null;
}

/** It was done and is visible from `seq` on. */
export interface Done {
  ok: true;
  seq: number;
}

/** The elements were taken, as far as they won. */
export interface Drawn {
  ok: true;
  clock: number;
}

/** STUN or TURN for browsers, as in RTCIceServer (W3C WebRTC 4.2.4). */
export interface IceServer {
  urls: readonly string[];
  username: string | null;
  credential: string | null;
}

/** The engine's offer of what this page may receive; null: nobody publishes yet, it comes as `media:offer`. */
export interface Offered {
  ok: true;
  offer: Offer | null;
}

/** A picture; `content` in base64. */
export interface PictureContent {
  ok: true;
  media_type: string;
  content: string;
}

/** It was not done. `code` is stable; `message` says to a person what would be possible. */
export interface Refused {
  ok: false;
  code: string;
  message: string;
}

/** The page is told of the board; it knows all once it was told up to `clock`. */
export interface Watched {
  ok: true;
  epoch: string;
  generation: number;
  clock: number;
}

/** Every act by name: what is sent, and what acknowledges it if it is not `Refused`. */
export interface Acts {
  "join-session": { fields: JoinSession; ack: Done };
  "leave-session": { fields: LeaveSession; ack: Done };
  "sign-shown": { fields: ShowSign; ack: Done };
  "page-drawn": { fields: ProvePage; ack: Done };
  heartbeat: { fields: Heartbeat; ack: Beat };
  tracks: { fields: SetTracks; ack: Done };
  consent: { fields: SayConsent; ack: Done };
  "help-request": { fields: AskHelp; ack: Done };
  "help-withdraw": { fields: WithdrawHelp; ack: Done };
  "help-respond": { fields: RespondToHelp; ack: Done };
  "help-dismiss": { fields: DismissHelp; ack: Done };
  "help-later": { fields: PostponeHelp; ack: Done };
  "lane-mode": { fields: SetLaneMode; ack: Done };
  deafen: { fields: Deafen; ack: Done };
  "address-all": { fields: AddressEverybody; ack: Done };
  "screen-audience": { fields: ShowScreenTo; ack: Done };
  "assign-exercise": { fields: AssignExercise; ack: Done };
  answer: { fields: GiveAnswer; ack: Done };
  hint: { fields: GiveHint; ack: Done };
  "queue-exercises": { fields: QueueExercises; ack: Done };
  "next-exercise": { fields: NextExercise; ack: Done };
  "set-progress": { fields: SetProgress; ack: Done };
  message: { fields: SendMessage; ack: Done };
  announce: { fields: Announce; ack: Done };
  "messages-read": { fields: ReadMessages; ack: Done };
  "catch-up": { fields: CatchUp; ack: CaughtUp };
  "board-watch": { fields: WatchBoard; ack: Watched };
  "board-unwatch": { fields: UnwatchBoard; ack: Ack };
  "canvas-update": { fields: DrawOnBoard; ack: Drawn };
  "board-lock": { fields: LockBoard; ack: Done };
  "board-clear": { fields: ClearBoard; ack: Ack };
  "board-push": { fields: PushBoard; ack: Ack };
  "board-picture": { fields: SendPicture; ack: Ack };
  "board-picture-get": { fields: GetPicture; ack: PictureContent };
  "media:publish": { fields: Publish; ack: Answered };
  "media:subscribe": { fields: Subscribe; ack: Offered };
  "media:answer": { fields: MediaAnswer; ack: Ack };
  "media:refresh": { fields: Refresh; ack: Ack };
  "media:tiles": { fields: SetTiles; ack: Ack };
  "media:decodes": { fields: SetDecodes; ack: Ack };
}
