/** Acts whose refusal is told to the person. */
import { refusalWords } from "../i18n/t";

type Answer = { readonly ok: true } | { readonly ok: false; readonly code: string; readonly message: string };
type Act = (...args: never[]) => Promise<Answer>;

/** The same acts; a refused one also calls `onRefused` with words for it. */
export function reported<Acts extends { [Name in keyof Acts]: Act }>(
  acts: Acts,
  onRefused: (message: string) => void,
): Acts {
  const wrap =
    (act: Act): Act =>
    async (...args) => {
      const answer = await act(...args);
      if (!answer.ok) onRefused(refusalWords(answer));
      return answer;
    };
  return Object.fromEntries(Object.entries<Act>(acts).map(([name, act]) => [name, wrap(act)])) as Acts;
}
