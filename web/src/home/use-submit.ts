/** Sending a form once: busy until it is answered, and what was wrong if it was refused. */
import { type FormEvent, useState } from "react";

interface Submit {
  readonly busy: boolean;
  /** Empty: nothing is wrong. */
  readonly problem: string;
  /** For the form's `onSubmit`. */
  readonly submit: (event: FormEvent) => void;
}

/** `act` returns what is wrong with the fields, or the promise of having sent them. */
export function useSubmit(act: () => string | Promise<void>): Submit {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const sent = act();
    if (typeof sent === "string") return setProblem(sent);
    setBusy(true);
    setProblem("");
    const done = () => setBusy(false);
    sent.then(done, (reason: Error) => {
      done();
      setProblem(reason.message);
    });
  };
  return { busy, problem, submit };
}
