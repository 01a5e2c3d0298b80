import "../i18n/for-student";
import { expect, test } from "vitest";
import { emptyRoom } from "../session/store";
import type { HelpOutcome, Session, SessionEvent } from "../wire/session";
import { told } from "./told";

function closed(outcome: HelpOutcome, word = ""): string | null {
  const last: SessionEvent = { type: "HelpClosed", student_id: "alice", help_id: "h", outcome, word };
  return told({ ...emptyRoom("alice"), last, view: { tutor: { name: "Ms Rivera" } } as Session });
}

test("the tutor's word reaches the student", () => {
  expect(closed("dismissed", "Read page 4 again")).toContain("Read page 4 again");
  expect(closed("dismissed")).toContain("Ms Rivera has seen");
  expect(closed("responded")).toContain("Ms Rivera is with you");
});

test("taking one's own call back is no news", () => {
  expect(closed("withdrawn")).toBeNull();
});
