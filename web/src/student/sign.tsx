/** The sign: who can see and hear this student. Nothing of theirs is forwarded to anybody before this stood here. */
import { useLayoutEffect, useRef } from "react";
import { listed, t, tn } from "../i18n/t";
import type { SignEntry } from "../session/select";
import { Icon } from "../ui/icons";
import "./sign.css";

interface SignProps {
  readonly people: readonly SignEntry[];
  /** Somebody really hears or sees the student now. */
  readonly onAir: boolean;
  /** The ids that the rules allow: what is confirmed once it is on the page. */
  readonly audience: readonly string[];
  readonly onShown: (audience: readonly string[]) => void;
}

const ORDER = { tutor: 0, observer: 1, student: 2 } as const;

/** The tutor first; somebody unknown last. */
function ordered(people: readonly SignEntry[]): readonly SignEntry[] {
  const place = ({ part }: SignEntry) => (part === null ? 3 : ORDER[part]);
  return [...people].sort((a, b) => place(a) - place(b));
}

function named(entry: SignEntry): string {
  const name = entry.name === "" ? t("sign.somebody") : entry.name;
  return entry.part === "observer" ? t("sign.observer", { name }) : name;
}

export function Sign({ people, onAir, audience, onShown }: SignProps) {
  const shown = audience.join(" ");
  const confirm = useRef(onShown);
  confirm.current = onShown;
  useLayoutEffect(() => {
    confirm.current(shown === "" ? [] : shown.split(" "));
  }, [shown]); // Once for each audience, however often the page is drawn.
  return (
    <p className={`sign ${onAir ? "on" : ""}`} title={t("sign.label")} aria-live="polite">
      <Icon name="eye" />
      <span className="visually-hidden">{t("sign.label")}: </span>
      <span>
        {people.length === 0
          ? t("sign.nobody")
          : tn("sign.can", people.length, { names: listed(ordered(people).map(named)) })}
      </span>
    </p>
  );
}
