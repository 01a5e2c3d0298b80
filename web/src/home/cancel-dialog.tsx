/** Calling a planned session off: it alone, or with those that follow it in its series. */
import { useState } from "react";
import { t } from "../i18n/t";
import { Choice } from "../ui/choice";
import { Dialog } from "../ui/dialog";
import type { Summary } from "./api";
import { TextField } from "./text-field";

interface CancelDialogProps {
  readonly session: Summary;
  readonly onCancel: (reason: string, following: boolean) => void;
  readonly onClose: () => void;
}

export function CancelDialog({ session, onCancel, onClose }: CancelDialogProps) {
  const [reason, setReason] = useState("");
  const [which, setWhich] = useState<"one" | "following">("one");
  return (
    <Dialog title={t("home.cancel_title", { title: session.title })} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (reason.trim() !== "") onCancel(reason.trim(), which === "following");
        }}
      >
        <p>{t("home.cancel_text")}</p>
        {session.series_id !== null && (
          <Choice
            legend={t("home.cancel_which")}
            value={which}
            options={[
              { value: "one", label: t("home.cancel_single") },
              { value: "following", label: t("home.cancel_following") },
            ]}
            onChange={setWhich}
          />
        )}
        <TextField label={t("home.cancel_reason")} value={reason} onChange={setReason} />
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            {t("home.cancel_keep")}
          </button>
          <button type="submit" className="button danger" disabled={reason.trim() === ""}>
            {t("home.cancel_confirm")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
