/** The steps of the connection test, what each can come to, and how they follow one another. Pure but for calling the probes. */

export const STEPS = ["browser", "server", "socket", "engine", "audio", "video", "relay"] as const;
export type StepId = (typeof STEPS)[number];

/** Why a step failed or was left out. */
export type Reason =
  | "insecure"
  | "no_webrtc"
  | "unreachable"
  | "unwell"
  | "blocked"
  | "no_engine"
  | "too_often"
  | "refused"
  | "no_path"
  | "nothing_back"
  | "no_relay"
  | "relay_refuses"
  | "sign_in"
  | "before"
  | "not_configured"
  | "unexpected";

/** Figures by name, in the unit that the name ends with. No addresses, no ids. */
export type Facts = Readonly<Record<string, string | number>>;

export type Result =
  | { readonly state: "ok"; readonly facts: Facts }
  | { readonly state: "failed" | "skipped"; readonly reason: Reason };
/** `aborted`: the person stopped the test; that says nothing about the connection. */
export type Step = { readonly state: "waiting" | "running" | "aborted" } | Result;
export type Steps = Readonly<Record<StepId, Step>>;
/** Rejects when the signal aborts. */
export type Probe = (signal: AbortSignal) => Promise<Result>;

/** Every step in one state. */
export function all(state: "waiting" | "aborted"): Steps {
  return Object.fromEntries(STEPS.map((id) => [id, { state }])) as unknown as Steps;
}

export const ok = (facts: Facts = {}): Result => ({ state: "ok", facts });
export const failed = (reason: Reason): Result => ({ state: "failed", reason });
export const skipped = (reason: Reason): Result => ({ state: "skipped", reason });

/** One probe after the other; `onChange` gets the steps at each change, and the last ones are returned. */
export async function runSteps(
  probes: Readonly<Record<StepId, Probe>>,
  signal: AbortSignal,
  onChange: (steps: Steps) => void,
): Promise<Steps> {
  let steps = all("waiting");
  const note = (id: StepId, step: Step) => {
    steps = { ...steps, [id]: step };
    onChange(steps);
  };
  for (const id of STEPS) {
    if (signal.aborted) {
      note(id, { state: "aborted" });
      continue;
    }
    note(id, { state: "running" });
    // A probe that ended in the moment of the stop has been cut off as well.
    const result = await probes[id](signal).catch(() => failed("unexpected"));
    note(id, signal.aborted ? { state: "aborted" } : result);
  }
  return steps;
}

export type Verdict = "waiting" | "running" | "good" | "bad" | "aborted";

/** What the whole test says. Left out steps spoil nothing. */
export function verdict(steps: Steps): Verdict {
  const states = new Set(STEPS.map((id) => steps[id].state));
  if (states.has("running")) return "running";
  if (states.has("failed")) return "bad";
  if (states.has("aborted")) return "aborted";
  return states.has("waiting") ? (states.size === 1 ? "waiting" : "running") : "good";
}

/** The report for whoever helps: the same in every language, without anything about the person. */
export function report(steps: Steps, head: Facts): string {
  const figures = (facts: Facts) => Object.entries(facts).map(([name, value]) => `${name}=${value}`);
  const line = (id: StepId) => {
    const step = steps[id];
    const more = "facts" in step ? figures(step.facts) : "reason" in step ? [step.reason] : [];
    return [id.padEnd(8), step.state.padEnd(8), ...more].join(" ").trimEnd();
  };
  return ["Deskside connection test", ...figures(head), "", ...STEPS.map(line)].join("\n");
}
