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
 * The student's sign: draw `select.signPeople(state)`; after each drawing of other people call `commands.signShown(select.signAudience(state))`.
 *
 * Marks for measurements: `deskside:join` (the click), `deskside:first-frame` (first remote frame after it, by `media.watchFrames`).
 */
export {};
