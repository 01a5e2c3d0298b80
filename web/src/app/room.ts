/**
 * A page's room: session, socket and media put together.
 *
 *   const room = createRoom(boot, { sessionId });     // starts at once: token, socket, publishing and receiving (warm lobby)
 *   room.store                                        // Observable<RoomState>, session/store.ts: view, link, closed, edges, pending
 *   room.media.state                                  // Observable<MediaState>, session/room.ts: own devices, streams by user id
 *   room.commands.setLaneMode(studentId, "TEACH")     // session/commands.ts; every act resolves to {ok: true, seq} | {ok: false, code, message}
 *   room.media.setMic(true), setCamera(true), setScreen(true), chooseCamera(id), micLevel(), showTile(id, width, height)
 *   await room.join(select.signAudience(state))       // the click; students pass the ids that the sign on the screen shows
 *   await room.leave(); room.dispose()
 *
 * The types that screens need (`Room`, `RoomMedia`, `MediaState`, `RemoteMedia`, `DeviceProblem`) are in `session/room.ts`, because
 * screens may not import from `app`. An `Observable` has `get()` and `subscribe(listener) → stop`, made for `useSyncExternalStore`;
 * everything computed from its value is in `session/select.ts` (plain functions of the state; objects in it are stable between changes).
 *
 * Microphone and camera start off. Before joining, what is switched on is only shown and measured on this page: nothing leaves it.
 * Nothing here throws at a screen: refusals are values, device problems are in `media.state.problems`, the end is in `store.closed`.
 *
 * Media last as long as a screen governs them: `room.governedBy(prove)`. The student's screen draws `select.signPeople(state)` and proves from the
 * DOM that it stands there; the server takes everything off the air that is not proved.
 *
 * Marks for measurements: `deskside:join` (the click), `deskside:first-frame` (first remote frame after it, by `media.watchFrames`).
 */
import type { LiveBoards } from "../board/live-boards";
import { LiveMedia } from "../media/live-media";
import { watchActivity } from "../realtime/activity";
import { type Admission, admit, manage, UNREACHABLE } from "../realtime/api";
import { Connection } from "../realtime/connection";
import { openLine } from "../realtime/line";
import { reachable } from "../realtime/reachability";
import { Ways } from "../realtime/ways";
import { createCommands } from "../session/commands";
import type { Room } from "../session/room";
import { awaitsPicture, myself, over } from "../session/select";
import { createStore, emptyRoom, type RoomState } from "../session/store";
import { later, pictureComes } from "../ui/later";
import { loadModule } from "../ui/load-module";
import type { IceServer } from "../wire/commands";
import { Governing } from "./governing";

/** Unguessable. Not `crypto.randomUUID`, which browsers hide on pages without https. */
function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** This load of the page: a reload makes a new one. */
const PAGE = newId();

/** What the page was served with. */
export interface Boot {
  readonly user: { readonly id: string };
  readonly csrf: string;
  /** The join grant; null or absent: it is asked for. */
  readonly admission?: Admission | null;
}

/** Make a room and begin to connect. Call `dispose` when the page lets go of it. */
export function createRoom(boot: Boot, { sessionId }: { sessionId: string }): Room {
  const store = createStore<RoomState>(emptyRoom(boot.user.id));
  const activity = watchActivity();

  const ways = new Ways(() =>
    loadModule(
      () => import("../realtime/polls"),
      () => {},
    ),
  );
  const connection = new Connection(
    { page: PAGE, store, activity, admit: () => admit(sessionId), openLine, reachable, ways },
    {
      admitted: (admission) => media.admitted(iceServers(admission.grant.ice_servers)),
      relays: (servers) => media.admitted(iceServers(servers)),
      online: () => {
        comeBack();
        governing.beat();
        media.connect();
        boards?.online();
      },
      offer: (offer) => media.takeOffer(offer),
      encodings: (encodings) => media.takeEncodings(encodings),
      board: (update) => boards?.take(update),
      engineRestored: () => media.engineRestored(),
      asked: () => governing.beat(),
    },
  );
  let boards: LiveBoards | null = null;
  /** The act of joining is on its way: it may have been taken, and what stands on the page can change meanwhile. */
  let entering = false;
  const media = new LiveMedia({
    store,
    send: connection.send,
    check: () => connection.check(),
    later: (load) => loadModule(later(load), () => {}),
  });

  const governing = new Governing({
    send: connection.send,
    owed: () => (store.get().joined || entering) && store.get().link === "online",
    onGone: () => media.letGo(),
  });

  /** The server gave up waiting for this page, or is a new one: go in again as one was, with the sign that stands on the page. */
  const comeBack = () => {
    const state = store.get();
    if (!state.joined || myself(state)?.presence === "joined") return;
    const proof = governing.proof();
    if (proof !== null) void connection.send("join-session", { audience: proof.audience });
  };

  /** Until the server says yes or no: without an answer nobody knows on which side of the door this page is. */
  const enter = async (audience: readonly string[]) => {
    const tracks = media.begin();
    let sign = audience;
    for (;;) {
      const outcome = await connection.send("join-session", { audience: sign, tracks });
      if (outcome.ok || outcome.code !== UNREACHABLE || store.get().closed !== null) return outcome;
      sign = governing.proof()?.audience ?? []; // what stands on the page by now
    }
  };

  const unwatch = watchView(store, { onLive: () => media.connect(), onClosed: () => media.close() });
  const check = () => document.visibilityState === "visible" && connection.check();
  const listening = new AbortController();
  const { signal } = listening;
  addEventListener("online", check, { signal });
  addEventListener("pointerdown", () => store.get().link === "down" && check(), { signal });
  document.addEventListener("visibilitychange", check, { signal });

  const commands = createCommands(
    store,
    connection.send,
    (action, fields) => manage(sessionId, boot.csrf, action, fields),
    newId,
  );
  const dispose = (code = "left") => {
    listening.abort();
    activity.stop();
    connection.stop(code);
    governing.stop();
    unwatch();
    media.close();
  };
  connection.start(boot.admission ?? null);

  return {
    store,
    media,
    async openBoards(onTrouble) {
      const loaded = await loadModule(() => import("../board/live-boards"), onTrouble);
      boards ??= new loaded.LiveBoards(connection.send);
      return boards;
    },
    commands,
    governedBy: governing.governedBy,
    beat: governing.beat,
    now: () => Date.now() + store.get().clock_offset_ms,
    async join(audience) {
      entering = true;
      if (awaitsPicture(store.get())) pictureComes(media.pictured);
      const outcome = await enter(audience);
      entering = false;
      if (outcome.ok) {
        store.set({ joined: true });
        media.entered();
        governing.beat();
      } else media.end();
      return outcome;
    },
    async leave() {
      await connection.send("leave-session", {});
      dispose();
    },
    dispose: () => dispose(),
  };
}

/** Tells once each time that the session goes live or its engine comes up, and when all is over. */
function watchView(store: ReturnType<typeof createStore<RoomState>>, on: { onLive(): void; onClosed(): void }) {
  let ready = false;
  return store.subscribe(() => {
    const { view, closed } = store.get();
    if (closed !== null || (view !== null && over(view))) return on.onClosed();
    const now = view?.status === "LIVE" && view.engine_up;
    if (now && !ready) on.onLive();
    ready = now === true;
  });
}

function iceServers(servers: readonly IceServer[]): RTCIceServer[] {
  return servers.map(({ urls, username, credential }) => ({
    urls: [...urls],
    ...(username === null ? {} : { username }),
    ...(credential === null ? {} : { credential }),
  }));
}
