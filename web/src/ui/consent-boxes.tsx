/** What of somebody may be recorded: three boxes, none of them ticked before, and the text that they are about. */
import type { ReactNode } from "react";
import { t } from "../i18n/t";
import "../i18n/for-recording-consent";
import { KINDS, type Kind } from "./consent-kinds";
import "./consent-boxes.css";

/** A piece of a plain text. */
export interface Block {
  readonly kind: "heading" | "paragraph" | "item";
  readonly text: string;
}

interface ConsentBoxesProps {
  /** Null: not answered yet. */
  readonly held: readonly Kind[] | null;
  /** What the person can allow by themself; what is held can always be taken back. */
  readonly open: readonly Kind[];
  readonly pending: boolean;
  /** In the page's language. */
  readonly asked: readonly Block[];
  readonly privacyPath: string;
  readonly onToggle: (kind: Kind, on: boolean) => void;
  readonly onNothing: () => void;
  /** What is to be known beside. */
  readonly children?: ReactNode;
}

export function ConsentBoxes(props: ConsentBoxesProps) {
  const { held, open, pending, asked, privacyPath, onToggle, onNothing, children } = props;
  return (
    <>
      {children}
      <div className="consent-kinds" aria-busy={pending}>
        {KINDS.map((kind) => {
          const on = held?.includes(kind) === true;
          return (
            <label key={kind}>
              <input
                type="checkbox"
                checked={on}
                disabled={pending || !(on || open.includes(kind))}
                onChange={(event) => onToggle(kind, event.target.checked)}
              />
              <span>{t(`agree.${kind}`)}</span>
            </label>
          );
        })}
        {held === null && open.length > 0 && (
          <button type="button" className="button small" disabled={pending} onClick={onNothing}>
            {t("agree.none")}
          </button>
        )}
      </div>
      <details className="consent-about">
        <summary>{t("agree.about")}</summary>
        {asked.map(({ kind, text }, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they stay in this order
          <p key={place}>{kind === "item" ? `• ${text}` : kind === "heading" ? <b>{text}</b> : text}</p>
        ))}
        <p>
          <a href={privacyPath} target="_blank" rel="noreferrer">
            {t("agree.privacy")}
          </a>
        </p>
      </details>
    </>
  );
}
