/** Files on their way into the library, one after the other, and what became of each. */
import { useCallback, useState } from "react";
import { t } from "../i18n/t";
import type { ExerciseLibrary } from "../realtime/exercises";

export interface ImportResult {
  readonly key: number;
  readonly name: string;
  readonly state: "waiting" | "done" | "refused";
  readonly text: string;
}

let made = 0;

/** The list names the file already; of an archive the message names the file within it. */
const withoutName = (message: string, name: string) =>
  message.startsWith(`${name}: `) ? message.slice(name.length + 2) : message;

export function useImports(library: ExerciseLibrary, onDone: () => void) {
  const [results, setResults] = useState<readonly ImportResult[]>([]);
  const take = useCallback(
    async (files: readonly File[]) => {
      const waiting = files.map((file) => ({ file, key: made++ }));
      const put = (result: ImportResult) =>
        setResults((all) => all.map((each) => (each.key === result.key ? result : each)));
      setResults(
        waiting.map(({ file, key }) => ({ key, name: file.name, state: "waiting", text: t("library.importing") })),
      );
      for (const { file, key } of waiting) {
        const answer = await library.take(file);
        if ("ok" in answer)
          put({ key, name: file.name, state: "refused", text: withoutName(answer.message, file.name) });
        else {
          const { added, replaced, unchanged } = answer;
          const text = t("library.imported", { added, replaced, unchanged });
          put({ key, name: file.name, state: "done", text });
        }
      }
      onDone();
    },
    [library, onDone],
  );
  return { results, take, clear: () => setResults([]) };
}
