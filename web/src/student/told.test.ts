import "../i18n/for-student";
import { expect, test } from "vitest";
import { emptyRoom } from "../session/store";
import type { HelpOutcome, Session, SessionEvent } from "../wire/session";
import { told, toldWords } from "./told";

function closed(outcome: HelpOutcome, word = ""): string | null {
  const last: SessionEvent = { type: "HelpClosed", student_id: "alice", help_id: "h", outcome, word };
  return told({ ...emptyRoom("alice"), last, view: { tutor: { name: "Ms Rivera" } } as Session });
}

test("the tutor's word reaches the student", () => {
  expect(closed("dismissed", "Read page 4 again")).toContain("Read page 4 again");
  expect(closed("dismissed")).toContain("Ms Rivera has seen");
  expect(closed("responded")).toContain("Ms Rivera is with you");
});

test("whoever waits is told when the session starts instead", () => {
  const scheduled_start = new Date(2026, 1, 18, 14, 30).getTime();
  const moved = {
    type: "SessionRescheduled",
    title: "Math",
    scheduled_start,
    scheduled_end: scheduled_start + 1,
  } as const;
  const words = told({ ...emptyRoom("alice"), last: moved, view: { tutor: { name: "Ms Rivera" } } as Session });
  expect(words).toContain("“Math”");
  expect(words).toMatch(/2026.+2:30/);
});

test("whoever is the tutor from now on is named", () => {
  const last = { type: "TutorChanged", user_id: "other", name: "Mr Adeyemi" } as const;
  expect(told({ ...emptyRoom("alice"), last, view: { tutor: { name: "Mr Adeyemi" } } as Session })).toBe(
    "Mr Adeyemi is the tutor of this session now.",
  );
});

test("taking one's own call back is no news", () => {
  expect(closed("withdrawn")).toBeNull();
});

function wrote(last: SessionEvent): string | null {
  return toldWords({ ...emptyRoom("alice"), last, view: { tutor: { name: "Ms Rivera" } } as Session });
}

test("what the tutor writes is told, one's own words are not", () => {
  const message = { type: "MessageSent", student_id: "alice", message_id: "m", text: "Look again" } as const;
  expect(wrote({ ...message, from_id: "tutor" })).toBe("Ms Rivera: Look again");
  expect(wrote({ ...message, from_id: "alice" })).toBeNull();
  expect(wrote({ type: "AnnouncementMade", message_id: "m", text: "Five minutes" })).toBe("Ms Rivera: Five minutes");
  expect(wrote({ type: "HelpPostponed", student_id: "alice", help_id: "h" })).toBeNull();
});
