// What one is asked about being recorded, over HTTP. Never rejects.
import type { Question } from "../session/consent";
import type { Refused } from "../wire/commands";
import { call } from "./api";

export function fetchQuestion(): Promise<Question | Refused> {
  return call<Question>("/api/consent", {});
}
