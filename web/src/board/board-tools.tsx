/** What can be done with a whole board: saved as an image; by the tutor locked, cleared, and put on other lanes' boards. */
import { useState } from "react";
import { refusalWords, t } from "../i18n/t";
import type { Outcome } from "../session/commands";
import { Dialog } from "../ui/dialog";
import { Icon } from "../ui/icons";
import "./board-tools.css";

export interface TutorTools {
  /** null: this board cannot be locked (the table's). */
  readonly locked: boolean | null;
  readonly onLock: (locked: boolean) => void;
  readonly onClear: () => void;
  /** Other students, on whose boards this page can be put. */
  readonly others: readonly { readonly id: string; readonly name: string }[];
  readonly onPush: (to: readonly string[]) => Promise<Outcome>;
}

interface BoardToolsProps {
  readonly tools: TutorTools | null;
  /** null: there is nothing to be seen that could be saved. */
  readonly onSave: (() => void) | null;
}

export function BoardTools({ tools, onSave }: BoardToolsProps) {
  const [asking, setAsking] = useState<"clear" | "push" | null>(null);
  const close = () => setAsking(null);
  const locked = tools?.locked ?? null;
  return (
    <fieldset className="board-tools" aria-label={t("board.tools")}>
      {tools !== null && locked !== null && (
        <button type="button" className="button small" aria-pressed={locked} onClick={() => tools.onLock(!locked)}>
          <Icon name={locked ? "lock" : "unlock"} />
          <span>{t(locked ? "board.unlock" : "board.lock")}</span>
        </button>
      )}
      {tools !== null && tools.others.length > 0 && (
        <button type="button" className="button small" onClick={() => setAsking("push")}>
          <Icon name="people" />
          <span>{t("board.push")}</span>
        </button>
      )}
      {onSave !== null && (
        <button type="button" className="button small" onClick={onSave}>
          <Icon name="download" />
          <span>{t("board.save")}</span>
        </button>
      )}
      {tools !== null && (
        <button type="button" className="button small" onClick={() => setAsking("clear")}>
          <Icon name="bin" />
          <span>{t("board.clear")}</span>
        </button>
      )}
      {tools !== null && asking === "clear" && (
        <ClearDialog table={locked === null} onClear={tools.onClear} onClose={close} />
      )}
      {tools !== null && asking === "push" && <PushDialog tools={tools} onClose={close} />}
    </fieldset>
  );
}

interface ClearDialogProps {
  readonly table: boolean;
  readonly onClear: () => void;
  readonly onClose: () => void;
}

function ClearDialog({ table, onClear, onClose }: ClearDialogProps) {
  return (
    <Dialog title={t("board.clear_title")} onClose={onClose}>
      <p>{t(table ? "board.clear_text_table" : "board.clear_text")}</p>
      <div className="dialog-actions">
        <button type="button" className="button" onClick={onClose}>
          {t("common.cancel")}
        </button>
        <button
          type="button"
          className="button danger"
          onClick={() => {
            onClear();
            onClose();
          }}
        >
          {t("board.clear_confirm")}
        </button>
      </div>
    </Dialog>
  );
}

function PushDialog({ tools, onClose }: { readonly tools: TutorTools; readonly onClose: () => void }) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [problem, setProblem] = useState("");
  const push = async () => {
    const outcome = await tools.onPush([...chosen]);
    if (outcome.ok) onClose();
    else setProblem(refusalWords(outcome));
  };
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  return (
    <Dialog title={t("board.push_title")} onClose={onClose}>
      <p className="soft">{t("board.push_text")}</p>
      <fieldset className="board-push">
        <legend className="visually-hidden">{t("board.push_title")}</legend>
        {tools.others.map(({ id, name }) => (
          <label key={id} className="board-push-one">
            <input type="checkbox" checked={chosen.has(id)} onChange={() => toggle(id)} />
            <span>{name}</span>
          </label>
        ))}
      </fieldset>
      <div role="alert">{problem !== "" && <p className="notice danger">{problem}</p>}</div>
      <div className="dialog-actions">
        <button type="button" className="button" onClick={() => setChosen(new Set(tools.others.map(({ id }) => id)))}>
          {t("board.push_all")}
        </button>
        <button type="button" className="button primary" disabled={chosen.size === 0} onClick={() => void push()}>
          {t("board.push_confirm")}
        </button>
      </div>
    </Dialog>
  );
}
