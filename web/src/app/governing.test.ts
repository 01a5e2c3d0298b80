import { afterEach, beforeEach, expect, type Mock, test, vi } from "vitest";
import type { Send } from "../session/commands";
import type { Proof } from "../session/room";
import { Governing } from "./governing";

const DRAWN: Proof = { audience: ["tutor"], fault: null };
let told: unknown[];
let gone: Mock<() => void>;
let owed: boolean;
let governing: Governing;

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  gone = vi.fn();
  owed = true;
  const send = (async (_: string, proof: unknown) => {
    told.push(proof);
    return { ok: true, seq: 1 };
  }) as unknown as Send;
  governing = new Governing({ send, owed: () => owed, onGone: gone });
});

afterEach(() => {
  governing.stop();
  vi.useRealTimers();
});

test("a drawn screen proves at once and every two seconds", async () => {
  governing.governedBy(() => DRAWN);
  await vi.advanceTimersByTimeAsync(6000);
  expect(told).toEqual([DRAWN, DRAWN, DRAWN, DRAWN]);
  expect(gone).not.toHaveBeenCalled();
});

test("a screen that is mounted but not on the page proves nothing, and media end", async () => {
  governing.governedBy(() => null);
  await vi.advanceTimersByTimeAsync(6000);
  expect(told).toEqual([]);
  expect(gone).toHaveBeenCalledOnce();
});

test("media end with the last screen that governed them, and go on where the next takes over at once", async () => {
  const lobby = governing.governedBy(() => DRAWN);
  lobby();
  const room = governing.governedBy(() => DRAWN);
  await vi.advanceTimersByTimeAsync(10);
  expect(gone).not.toHaveBeenCalled();
  room();
  await vi.advanceTimersByTimeAsync(10);
  expect(gone).toHaveBeenCalledOnce();
});

test("a page whose first screen never comes lets go as well", async () => {
  await vi.advanceTimersByTimeAsync(30_000);
  expect(gone).toHaveBeenCalledOnce();
});

test("outside the room no proof is owed", async () => {
  owed = false;
  governing.governedBy(() => DRAWN);
  await vi.advanceTimersByTimeAsync(6000);
  expect(told).toEqual([]);
});
