import { expect, test, vi } from "vitest";
import { browserOf, holdsCalls, systemOf } from "./platform";

const AGENTS = {
  chrome: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
  edge: "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
  firefox: "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0",
  safari:
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
  android:
    "Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
};

test("browsers are told apart although most of them claim to be Safari", () => {
  expect(browserOf(AGENTS.chrome, 0)).toBe("chrome");
  expect(browserOf(AGENTS.edge, 0)).toBe("chrome");
  expect(browserOf(AGENTS.firefox, 0)).toBe("firefox");
  expect(browserOf(AGENTS.safari, 0)).toBe("safari");
});

test("an iPad that calls itself a Mac is an iPad", () => {
  expect(systemOf(AGENTS.safari, 5)).toBe("ios");
  expect(browserOf(AGENTS.safari, 5)).toBe("ios");
  expect(systemOf(AGENTS.safari, 0)).toBe("mac");
});

test("a phone with Android is not called Linux", () => {
  expect(systemOf(AGENTS.android, 5)).toBe("android");
  expect(systemOf(AGENTS.chrome, 0)).toBe("linux");
});

test("a page without https holds calls, as far as no camera goes; a browser without one there does not", () => {
  vi.stubGlobal("WebSocket", class {});
  vi.stubGlobal(
    "RTCPeerConnection",
    class {
      addTransceiver() {}
    },
  );
  vi.stubGlobal("navigator", {});
  vi.stubGlobal("isSecureContext", false);
  expect(holdsCalls()).toBe(true);
  vi.stubGlobal("isSecureContext", true);
  expect(holdsCalls()).toBe(false);
  vi.unstubAllGlobals();
});
