import { expect, test } from "vitest";
import { byWay, wayOf } from "./relay";

test("a way is told by the address", () => {
  expect(wayOf("turn:t:3478")).toBe("UDP");
  expect(wayOf("turn:t:3478?transport=udp")).toBe("UDP");
  expect(wayOf("turn:[2001:db8::5]:3478?transport=tcp")).toBe("TCP");
  expect(wayOf("turns:t:443?transport=tcp")).toBe("TLS");
  expect(wayOf("stun:t:3478")).toBeNull();
});

test("each way has its own servers, with their login, and a way without any is left out", () => {
  const login = { username: "u", credential: "c" };
  const servers = [
    { urls: "stun:s" },
    { urls: ["turn:t?transport=udp", "turns:t", "turn:t"], ...login },
    { urls: "turns:other", ...login },
  ];
  expect(byWay(servers)).toEqual([
    ["UDP", [{ urls: ["turn:t?transport=udp", "turn:t"], ...login }]],
    [
      "TLS",
      [
        { urls: ["turns:t"], ...login },
        { urls: ["turns:other"], ...login },
      ],
    ],
  ]);
  expect(byWay([{ urls: "stun:s" }])).toEqual([]);
});
