import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Ends, Recovery } from "./recovery";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** What the world does; each test changes what it is about. Sound arrives unless it is `silent`. */
function world(changes: Partial<Ends> = {}, { silent = false } = {}) {
  const log: string[] = [];
  let frames = 100;
  const act = (name: string) => async () => {
    log.push(name);
    return true;
  };
  const ends: Ends = {
    possible: () => true,
    expected: () => "picture",
    received: async () => ({ bytes: silent ? 1000 : Date.now(), frames }),
    receivingState: () => "connected",
    subscribed: () => true,
    publishingState: () => "connected",
    pathCarries: () => true,
    refresh: act("refresh"),
    subscribe: async (still) => act(still() ? "subscribe" : "subscribe, not wanted any more")(),
    publish: act("publish"),
    onChange: (recovering) => log.push(recovering ? "recovering" : "well"),
    ...changes,
  };
  const frame = () => {
    frames += 1;
  };
  return { log, ends, frame };
}

test("what still arrives gets a keyframe; one that comes within 300 ms costs no new connection", async () => {
  const { log, ends, frame } = world();
  new Recovery(ends).run("found");
  setTimeout(frame, 200);
  await vi.advanceTimersByTimeAsync(1000);
  expect(log).toEqual(["recovering", "refresh", "well"]);
});

test("no frame within 300 ms of asking: a new receiving connection beside the old one", async () => {
  const { log, ends, frame } = world();
  new Recovery(ends).run("found");
  setTimeout(frame, 600);
  await vi.advanceTimersByTimeAsync(500);
  expect(log).toEqual(["recovering", "refresh", "subscribe"]);
  await vi.advanceTimersByTimeAsync(600);
  expect(log.at(-1)).toBe("well");
});

test("where no picture arrives, no keyframe is wasted on the old connection, and what is sent is not believed in either", async () => {
  const { log, ends, frame } = world({}, { silent: true });
  new Recovery(ends).run("found");
  setTimeout(frame, 500);
  await vi.advanceTimersByTimeAsync(1000);
  expect(log).toEqual(["recovering", "publish", "subscribe", "well"]);
});

test("where only sound is expected and none comes for a moment, what is sent stays: somebody may be silent", async () => {
  const { log, ends } = world({ expected: () => "sound" }, { silent: true });
  const recovery = new Recovery(ends);
  recovery.run("found");
  await vi.advanceTimersByTimeAsync(1000);
  expect(log).toEqual(["recovering", "subscribe"]);
  recovery.stop();
});

test("a stall on a path that carries is the sender's: nothing is connected anew, until something arrives again", async () => {
  const { log, ends, frame } = world();
  const recovery = new Recovery(ends);
  recovery.run("stall");
  await vi.advanceTimersByTimeAsync(5000);
  expect(log).toEqual(["recovering", "well"]);
  recovery.run("resumed");
  setTimeout(frame, 100);
  await vi.advanceTimersByTimeAsync(500);
  expect(log.slice(2)).toEqual(["recovering", "refresh", "well"]);
});

test("a stall on a path that carries nothing is one's own", async () => {
  const { log, ends } = world({ pathCarries: () => false }, { silent: true });
  const recovery = new Recovery(ends);
  recovery.run("stall");
  await vi.advanceTimersByTimeAsync(1000);
  expect(log).toEqual(["recovering", "subscribe"]);
  recovery.stop();
});

test("a connection that is not up is not waited for, and what is published is published again beside it", async () => {
  const { log, ends, frame } = world({ receivingState: () => "failed", publishingState: () => "disconnected" });
  new Recovery(ends).run("found");
  setTimeout(frame, 100);
  await vi.advanceTimersByTimeAsync(200);
  expect(log.slice().sort()).toEqual(["publish", "recovering", "subscribe", "well"]);
});

test("an offer is taken if the connection was not up when it was asked for, though it is by now: the engine closed it", async () => {
  let state: RTCPeerConnectionState = "connecting";
  let wanted: boolean | null = null;
  const subscribe = async (still: () => boolean) => {
    state = "connected";
    await new Promise((resolve) => setTimeout(resolve, 200));
    wanted = still();
    return true;
  };
  const { ends } = world({ receivingState: () => state, expected: () => "nothing", subscribe });
  new Recovery(ends).run("found");
  await vi.advanceTimersByTimeAsync(1000);
  expect(wanted).toBe(true);
});

test("a new engine: everything is made anew, though the old connections still look well", async () => {
  const { log, ends, frame } = world();
  new Recovery(ends).run("rebuild");
  setTimeout(frame, 100);
  await vi.advanceTimersByTimeAsync(200);
  expect(log).toEqual(["recovering", "publish", "subscribe", "well"]);
});

test("an observer publishes nothing, and in the lobby nothing is expected", async () => {
  const { log, ends } = world({ publishingState: () => null, expected: () => "nothing" }, { silent: true });
  new Recovery(ends).run("found");
  await vi.advanceTimersByTimeAsync(1000);
  expect(log).toEqual(["recovering", "well"]);
});

test("what does not help is tried again, ever more rarely, and at once when something changes", async () => {
  const publish = vi.fn(async () => false);
  const { ends } = world({ publishingState: () => "new", expected: () => "nothing", publish });
  const recovery = new Recovery(ends);
  recovery.run("found");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(publish.mock.calls.length).toBeGreaterThan(5);
  expect(publish.mock.calls.length).toBeLessThan(14);
  const before = publish.mock.calls.length;
  recovery.run("found");
  await vi.advanceTimersByTimeAsync(1);
  expect(publish.mock.calls.length).toBe(before + 1);
  recovery.stop();
});

test("without a socket it ends, and begins again when told", async () => {
  let possible = false;
  const { log, ends, frame } = world({ possible: () => possible });
  const recovery = new Recovery(ends);
  recovery.run("found");
  await vi.advanceTimersByTimeAsync(5000);
  expect(log).toEqual(["recovering", "well"]);
  possible = true;
  recovery.run("found");
  setTimeout(frame, 100);
  await vi.advanceTimersByTimeAsync(500);
  expect(log.slice(2)).toEqual(["recovering", "refresh", "well"]);
});
