import { expect, test } from "vitest";
import type { MediaState } from "../session/room";
import { emptyRoom, type RoomState } from "../session/store";
import type { Lane, LaneMode, Person, Session } from "../wire/session";
import { cover, onStage } from "./on-stage";

const CAMERA = {} as MediaStream;
const SCREEN = {} as MediaStream;

function person(user_id: string, changes: Partial<Person>): Person {
  const here = { presence: "joined", connected: true, drawn: true, camera: true, mic: true, screen: false } as const;
  return { user_id, name: user_id, part: "student", ...here, ...changes } as Person;
}

function scene(tutor: Partial<Person> = {}, session: Partial<Session> = {}, mode: LaneMode = "OBSERVE") {
  const view = {
    status: "LIVE",
    paused: false,
    open_table: false,
    started_at: null,
    ends_at: null,
    screen_to_all: false,
    engine_up: true,
    observers: [],
    tutor: person("tutor", { part: "tutor", ...tutor }),
    lanes: [{ person: person("alice", {}), mode } as Lane],
    ...session,
  } as unknown as Session;
  const state: RoomState = { ...emptyRoom("alice"), view, link: "online", joined: true };
  const media = {
    media_link: "up",
    frozen: new Set<string>(),
    remote: { tutor: { camera: CAMERA, screen: SCREEN } },
  } as unknown as MediaState;
  return [state, view, media] as const;
}

test("the tutor is on the stage, and nothing in the way", () => {
  expect(onStage(...scene())).toBe("tutor");
  expect(cover(...scene())).toBeNull();
});

test("the tutor's screen is on the stage only of those whom it is for", () => {
  expect(onStage(...scene({ screen: true }, {}, "TEACH"))).toBe("screen");
  expect(onStage(...scene({ screen: true }, {}, "OBSERVE"))).toBe("tutor");
  expect(onStage(...scene({ screen: true }, { screen_to_all: true }, "OBSERVE"))).toBe("screen");
});

test("a tutor's picture that is paused is said so, and the last of it is no picture of now", () => {
  expect(cover(...scene({ camera_paused: true }))).toBe("tutor_weak");
  expect(cover(...scene({ camera_paused: true, screen: true }, {}, "TEACH"))).toBeNull();
});

test("what one's own line does not carry is said, and what it does carry is shown", () => {
  const [state, view, media] = scene({ screen: true }, {}, "TEACH");
  const without = (kept: Partial<RoomState["edges"]>) => {
    const weak = { ...state, edges: { ...state.edges, ...kept } };
    return [onStage(weak, view, media), cover(weak, view, media)];
  };
  expect(without({ paused_cameras: ["tutor"] })).toEqual(["screen", null]);
  expect(without({ paused_screens: ["tutor"] })).toEqual(["tutor", "own_weak"]);
  expect(without({ paused_cameras: ["tutor"], paused_screens: ["tutor"] })).toEqual(["own", "own_weak"]);
});

test("a tutor whose camera does not come is covered by words over one's own picture", () => {
  const [state, view, media] = scene();
  const weak = { ...state, edges: { ...state.edges, paused_cameras: ["tutor"] } };
  expect([onStage(weak, view, media), cover(weak, view, media)]).toEqual(["own", "own_weak"]);
});

test("a picture that stands still because a line is weak is no tutor who has gone", () => {
  const [state, view, media] = scene();
  const still = { ...media, frozen: new Set(["tutor"]) };
  expect(cover(state, view, still)).toBe("tutor_away");
  const weak = { ...state, edges: { ...state.edges, paused_cameras: ["tutor"] } };
  expect(cover(weak, view, still)).toBe("own_weak");
  const [theirs, paused] = scene({ camera_paused: true });
  expect(cover(theirs, paused, still)).toBe("tutor_weak");
});

test("one's own picture stands in while the tutor shows none", () => {
  expect(onStage(...scene({ camera: false }))).toBe("own");
  expect(cover(...scene({ camera: false }))).toBe("tutor_camera_off");
  expect(onStage(...scene({ presence: "offline" }))).toBe("own");
  expect(onStage(...scene({}, { status: "SCHEDULED" }))).toBe("own");
  expect(cover(...scene({}, { status: "SCHEDULED" }))).toBe("waiting");
});

test("a tutor who lost the connection keeps the last frame under the cover", () => {
  expect(onStage(...scene({ connected: false }))).toBe("tutor");
  expect(cover(...scene({ connected: false }))).toBe("tutor_away");
});

test("one's own lost connection is said before anything about others", () => {
  const [state, view, media] = scene({ connected: false }, { paused: true });
  expect(cover({ ...state, link: "down" }, view, media)).toBe("reconnecting");
});
