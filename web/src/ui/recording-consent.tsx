/** One's word about being recorded: asked until it is given, then a line that can be opened again. Nothing waits for it. */
import { useState } from "react";
import { languageNow } from "../i18n/language";
import type { Language } from "../i18n/languages";
import { listed, t } from "../i18n/t";
import { type Block, ConsentBoxes } from "./consent-boxes";
import { KINDS, type Kind, toggled } from "./consent-kinds";
import { useFetched } from "./use-fetched";

interface Question {
  readonly text_version: number;
  readonly asked: Readonly<Record<Language, readonly Block[]>>;
  readonly privacy_path: string;
  readonly open_to_self: readonly Kind[];
  readonly guardian_decides: boolean;
  readonly guardian_said: boolean;
}

interface AskedProps {
  /** Null: not answered yet. */
  readonly held: readonly Kind[] | null;
  readonly pending: boolean;
  readonly fetchQuestion: () => Promise<Question | { readonly ok: false }>;
  readonly onSay: (
    kinds: readonly Kind[],
    textVersion: number,
    language: Language,
  ) => Promise<{ readonly ok: boolean }>;
}

interface RecordingConsentProps extends AskedProps {
  /** A line beside other things, also as long as nothing was answered. */
  readonly slim?: boolean;
  /** It was closed again. */
  readonly onDone?: () => void;
}

/** What a guardian has to do with it; null: nothing. */
function aboutGuardian(question: Question, held: readonly Kind[] | null): string | null {
  if (question.guardian_decides && held === null) return t("agree.guardian_open");
  return question.guardian_decides || question.guardian_said ? t("agree.guardian_said") : null;
}

/** Fetched when it is shown: whoever has answered costs the server nothing. */
function Asked({ held, pending, fetchQuestion, onSay, onDone }: AskedProps & { readonly onDone: () => void }) {
  const [tries, setTries] = useState(0);
  /** What was ticked just now, until it is answered: a box that jumps back under the finger would be pressed again. */
  const [wish, setWish] = useState<readonly Kind[] | null>(null);
  const question = useFetched(`${held === null} ${tries}`, fetchQuestion);
  if (question === null) return <p className="small soft">{t("agree.title")}</p>;
  const say = async (kinds: readonly Kind[]) => {
    setWish(kinds);
    const outcome = await onSay(kinds, question.text_version, languageNow());
    setWish(null);
    if (!outcome.ok) setTries(tries + 1); // perhaps the text is another one by now
  };
  return (
    <ConsentBoxes
      held={wish ?? held}
      open={question.open_to_self}
      pending={pending || wish !== null}
      asked={question.asked[languageNow()]}
      privacyPath={question.privacy_path}
      onToggle={(kind, on) => void say(toggled(held, kind, on))}
      onNothing={() => void say([]).then(onDone)}
    >
      <h2>{t("agree.title")}</h2>
      <p className="soft small">
        {aboutGuardian(question, held) ?? t(held === null ? "agree.free" : "agree.any_time")}
      </p>
    </ConsentBoxes>
  );
}

function words(held: readonly Kind[] | null): string {
  if (held === null) return t("agree.unanswered");
  const kinds = listed(KINDS.filter((kind) => held.includes(kind)).map((kind) => t(`agree.${kind}`)));
  return kinds === "" ? t("agree.holds_nothing") : t("agree.holds", { kinds });
}

export function RecordingConsent({ slim = false, onDone, ...asked }: RecordingConsentProps) {
  const { held } = asked;
  const [opened, setOpened] = useState(held === null && !slim);
  const open = opened || (held === null && !slim);
  const show = (on: boolean) => {
    setOpened(on);
    if (!on) onDone?.();
  };
  return (
    <section className={open ? "consent-card" : "consent-card closed"} aria-label={t("agree.room")}>
      {open ? <Asked {...asked} onDone={() => show(false)} /> : <p className="small">{words(held)}</p>}
      {(held !== null || slim) && (
        <button type="button" className="button small" aria-expanded={open} onClick={() => show(!open)}>
          {t(open ? "agree.done" : "agree.change")}
        </button>
      )}
    </section>
  );
}
