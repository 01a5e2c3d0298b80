/** Asking the tutor for help: how much it hurries, and what about. */
import "../i18n/for-student-side";
import { useState } from "react";
import { t } from "../i18n/t";
import { Choice } from "../ui/choice";
import { Dialog } from "../ui/dialog";
import type { Urgency } from "../wire/session";

/** Characters; the server's own limit. */
const TEXT_LIMIT = 500;

interface HelpDialogProps {
  readonly tutorName: string;
  /** Items of the exercise, in order: what it can be about. */
  readonly items: readonly string[];
  /** Whether something was ever drawn on the own board: it then goes along as it is. */
  readonly board: boolean;
  readonly onAsk: (urgency: Urgency, text: string, itemId?: string) => void;
  readonly onClose: () => void;
}

export function HelpDialog({ tutorName, items, board, onAsk, onClose }: HelpDialogProps) {
  const [urgency, setUrgency] = useState<Urgency>("normal");
  const [text, setText] = useState("");
  const [itemId, setItemId] = useState("");
  return (
    <Dialog title={t("ask.title", { tutor: tutorName })} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          onAsk(urgency, text.trim(), itemId === "" ? undefined : itemId);
        }}
      >
        <p className="small">
          <b>{t("ask.urgency")}</b>
        </p>
        <Choice<Urgency>
          legend={t("ask.urgency")}
          value={urgency}
          options={[
            { value: "normal", label: t("ask.normal") },
            { value: "high", label: t("ask.high") },
            { value: "urgent", label: t("ask.urgent"), strong: true },
          ]}
          onChange={setUrgency}
        />
        {items.length > 1 && (
          <label className="field">
            <span>{t("ask.about")}</span>
            <select className="input" value={itemId} onChange={(event) => setItemId(event.target.value)}>
              <option value="">{t("ask.about_none")}</option>
              {items.map((item, i) => (
                <option key={item} value={item}>
                  {t("ask.question", { n: i + 1 })}
                </option>
              ))}
            </select>
          </label>
        )}
        <label className="field">
          <span>{t("ask.text")}</span>
          <textarea
            className="input"
            rows={3}
            maxLength={TEXT_LIMIT}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        {board && <p className="soft small">{t("ask.board")}</p>}
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            {t("common.cancel")}
          </button>
          <button type="submit" className="button primary">
            {t("ask.send")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
