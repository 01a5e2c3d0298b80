/** Acts whose refusal is told to the person. */

type Answer = { readonly ok: true } | { readonly ok: false; readonly message: string };
type Act = (...args: never[]) => Promise<Answer>;

/** The same acts; a refused one also calls `onRefused` with the server's words. */
export function reported<Acts extends { [Name in keyof Acts]: Act }>(
  acts: Acts,
  onRefused: (message: string) => void,
): Acts {
  const wrap =
    (act: Act): Act =>
    async (...args) => {
      const answer = await act(...args);
      if (!answer.ok) onRefused(answer.message);
      return answer;
    };
  return Object.fromEntries(Object.entries<Act>(acts).map(([name, act]) => [name, wrap(act)])) as Acts;
}
