import { expect, test } from "vitest";
import type { Person } from "../wire/session";
import { tileVeil } from "./tile-veil";

const HERE = { presence: "joined", connected: true, drawn: true, camera: true, active: true } as Person;
const ALL = { camera: false, screen: false };

test("a picture that comes has nothing over it, one that stands still is reconnecting", () => {
  expect(tileVeil(HERE, false, ALL, null)).toBeNull();
  expect(tileVeil(HERE, true, ALL, null)).toBe("reconnecting");
  expect(tileVeil({ ...HERE, presence: "offline" }, true, ALL, null)).toBeNull();
});

test("where the cause is known, it is said, and nothing else", () => {
  expect(tileVeil(HERE, true, { ...ALL, camera: true }, null)).toBe("paused");
  expect(tileVeil({ ...HERE, camera_paused: true }, true, ALL, null)).toBe("paused");
  expect(tileVeil(HERE, true, { ...ALL, camera: true }, "hidden")).toBe("held_back");
  expect(tileVeil({ ...HERE, connected: false }, true, { ...ALL, camera: true }, "hidden")).toBe("reconnecting");
});

test("whoever has done nothing for a minute is told of all the same", () => {
  const idle = { ...HERE, active: false };
  expect(tileVeil(idle, false, { ...ALL, camera: true }, null)).toBe("paused");
  expect(tileVeil(idle, false, ALL, "hidden")).toBe("held_back");
});
