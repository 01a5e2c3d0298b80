import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Envelope, Part, Session } from "../wire/session";
import { receive } from "./apply";
import { signAudience } from "./select";
import { createStore, emptyRoom, takeEnvelope, takeView } from "./store";

interface Vector {
  name: string;
  viewer: { user_id: string; part: Part };
  view: Session;
  envelopes: Envelope[];
  result: Session;
  audience: string[];
}
const [vectors = []] = Object.values(
  import.meta.glob<Vector[]>("../../../tests/vectors/fold.json", { eager: true, import: "default" }),
);

function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}

test("there are vectors to prove the fold with", () => {
  expect(vectors.length).toBeGreaterThan(10);
  const types = new Set(vectors.flatMap((vector) => vector.envelopes.map((envelope) => envelope.event?.type)));
  expect(types.size).toBeGreaterThan(20);
});

describe.each(vectors)("$name", ({ viewer, view, envelopes, result, audience }) => {
  test("folding what this person receives gives the view that the server has, and changes no former view", () => {
    expect(envelopes.reduce((before, envelope) => frozen(receive(before, envelope)), frozen(view))).toEqual(result);
  });

  test("the sign has to show whom the server would let hear and see the student", () => {
    const store = createStore(emptyRoom(viewer.user_id));
    takeView(store, result);
    if (viewer.part === "student") expect(signAudience(store.get())).toEqual(audience);
    else expect(signAudience(store.get())).toEqual([]);
  });
});

test("however often and in whatever order envelopes come, a store that catches up on gaps ends with the right view", () => {
  const anyVector = fc.constantFrom(...vectors);
  fc.assert(
    fc.property(anyVector, fc.infiniteStream(fc.nat()), ({ viewer, view, envelopes, result }, chance) => {
      const store = createStore(emptyRoom(viewer.user_id));
      takeView(store, view);
      const draw = () => (chance.next().value as number) % Math.max(1, envelopes.length);
      for (let i = 0; i < envelopes.length; i++) takeEnvelope(store, envelopes[draw()] as Envelope);
      for (const envelope of envelopes) if (envelope.seq > (store.get().seq ?? 0)) takeEnvelope(store, envelope);
      expect(store.get().view).toEqual(result);
    }),
  );
});
