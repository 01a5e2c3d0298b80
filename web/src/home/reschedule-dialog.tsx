/** Another time, perhaps another title, for a planned session: for it alone, or for all that follow it in its series. */
import { useState } from "react";
import { t } from "../i18n/t";
import { Dialog } from "../ui/dialog";
import type { NewTime, Summary } from "./api";
import { Clashes, type FindTaken } from "./clashes";
import { FormEnd } from "./form-end";
import { changedSpan, fieldsOf, type Times } from "./session-times";
import { TextField } from "./text-field";
import { TimeFields } from "./time-fields";
import { useSubmit } from "./use-submit";
import { WhichSessions } from "./which-sessions";

interface RescheduleDialogProps {
  readonly session: Summary;
  readonly onReschedule: (to: NewTime) => Promise<void>;
  readonly findTaken: FindTaken;
  readonly onClose: () => void;
}

export function RescheduleDialog({ session, onReschedule, findTaken, onClose }: RescheduleDialogProps) {
  const [title, setTitle] = useState(session.title);
  const [times, setTimes] = useState<Times>(() => fieldsOf(session));
  const [following, setFollowing] = useState(false);
  const span = changedSpan(session, times);
  const { busy, problem, submit } = useSubmit(() => {
    const named = title.trim();
    if (named === "") return t("create.needs_title");
    if (span === null) return t("create.needs_time");
    const { scheduled_start, scheduled_end } = span;
    return onReschedule({ scheduled_start, scheduled_end, title: named === session.title ? null : named, following });
  });
  return (
    <Dialog title={t("move.title", { title: session.title })} onClose={onClose}>
      <form className="stack" noValidate onSubmit={submit}>
        <TimeFields value={times} onChange={setTimes} />
        <Clashes
          spans={span === null ? [] : [span]}
          people={[{ part: "tutor_id", id: session.tutor_id, name: session.tutor_name }]}
          find={findTaken}
          except={session.id}
        />
        <TextField label={t("create.name")} value={title} onChange={setTitle} />
        {session.series_id !== null && <WhichSessions following={following} onChange={setFollowing} />}
        <p className="soft small">
          {t("move.text")} {following && t("move.following")}
        </p>
        <FormEnd problem={problem} submit={t("move.submit")} busy={busy} onClose={onClose} />
      </form>
    </Dialog>
  );
}
