import { expect, test } from "vitest";
import { createStore, emptyRoom, type RoomState } from "../session/store";
import { NO_MEDIA } from "./no-media";
import { Ways } from "./ways";

const SERVERS: RTCIceServer[] = [
  { urls: ["turn:r:1?transport=udp", "turn:r:1?transport=tcp"], username: "a", credential: "b" },
];

/** A page whose connections both go by a relay; what it was asked to do, in order. */
function page(relayProtocol: string, up: boolean) {
  const asked: string[] = [];
  const note = (what: string, { iceServers, iceTransportPolicy }: RTCConfiguration = {}) =>
    asked.push([what, iceTransportPolicy ?? iceServers?.flatMap(({ urls }) => urls).join()].join(" "));
  const entries: object[] = [
    {
      type: "candidate-pair",
      nominated: true,
      state: "succeeded",
      localCandidateId: "own",
      currentRoundTripTime: 0.05,
    },
    { id: "own", type: "local-candidate", candidateType: "relay", protocol: "udp", relayProtocol },
  ];
  const report = new Map(entries.map((each, index) => [(each as { id?: string }).id ?? String(index), each]));
  const stats = async () => report as unknown as RTCStatsReport;
  const store = createStore<RoomState>({ ...emptyRoom("alice"), link: "online" });
  const media = createStore({ ...NO_MEDIA, media_link: "up" as const });
  const recovery = { running: false };
  const ways = new Ways({
    store,
    media,
    recovery,
    configuration: { iceServers: SERVERS },
    publisher: {
      stats,
      connect: async (beside) => {
        note("send", beside);
        return up;
      },
    },
    receiver: {
      stats,
      subscribe: async (_, beside) => {
        note("receive", beside);
        return true;
      },
    },
  });
  ways.stop(); // looks are taken here
  const looks = async (from: number, until: number) => {
    for (let at = from; at < until; at += 2500) await ways.look(at);
  };
  return { asked, store, media, recovery, looks };
}

test("what is sent is tried first, by nothing but a better way, and what is received follows", async () => {
  const byTcp = page("tcp", true);
  await byTcp.looks(0, 20_000);
  expect(byTcp.asked).toEqual(["send turn:r:1?transport=udp", "receive turn:r:1?transport=udp"]);
  const byUdp = page("udp", true);
  await byUdp.looks(0, 20_000);
  expect(byUdp.asked).toEqual(["send ", "receive "]);
});

test("where nothing better carries, what is received is left alone", async () => {
  const { asked, looks } = page("udp", false);
  await looks(0, 60_000);
  expect(asked).toEqual(["send "]);
});

test("nothing is tried while a line is weak, a picture is paused, or media are being repaired", async () => {
  for (const spoil of [
    ({ recovery }: ReturnType<typeof page>) => Object.assign(recovery, { running: true }),
    ({ media }: ReturnType<typeof page>) => media.set({ loss_percent: 5 }),
    ({ media }: ReturnType<typeof page>) => media.set({ camera_paused: true }),
    ({ store }: ReturnType<typeof page>) => store.set({ link: "down" }),
    ({ store }: ReturnType<typeof page>) => store.set({ edges: { ...store.get().edges, paused_cameras: ["tutor"] } }),
  ]) {
    const there = page("tcp", true);
    spoil(there);
    await there.looks(0, 120_000);
    expect(there.asked).toEqual([]);
  }
});
