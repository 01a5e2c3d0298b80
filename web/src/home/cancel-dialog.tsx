/** Calling a planned session off: it alone, or with those that follow it in its series. */
import { useState } from "react";
import { t } from "../i18n/t";
import { Dialog } from "../ui/dialog";
import type { Summary } from "./api";
import { TextField } from "./text-field";
import { useSubmit } from "./use-submit";
import { WhichSessions } from "./which-sessions";

interface CancelDialogProps {
  readonly session: Summary;
  readonly onCancel: (reason: string, following: boolean) => Promise<void>;
  readonly onClose: () => void;
}

export function CancelDialog({ session, onCancel, onClose }: CancelDialogProps) {
  const [reason, setReason] = useState("");
  const [following, setFollowing] = useState(false);
  const { busy, problem, submit } = useSubmit(() => onCancel(reason.trim(), following));
  return (
    <Dialog title={t("home.cancel_title", { title: session.title })} onClose={onClose}>
      <form className="stack" noValidate onSubmit={submit}>
        <p>{t("home.cancel_text")}</p>
        {session.series_id !== null && <WhichSessions following={following} onChange={setFollowing} />}
        <TextField label={t("home.cancel_reason")} value={reason} onChange={setReason} />
        <div role="alert">{problem !== "" && <p className="notice danger">{problem}</p>}</div>
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            {t("home.cancel_keep")}
          </button>
          <button type="submit" className="button danger" disabled={busy || reason.trim() === ""}>
            {busy ? t("create.working") : t("home.cancel_confirm")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
