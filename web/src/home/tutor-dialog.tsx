/** Another tutor for a session: for it alone, or for all that follow it in its series. */
import { useCallback, useState } from "react";
import { t } from "../i18n/t";
import { Dialog } from "../ui/dialog";
import { choices } from "../ui/people-order";
import type { Api, Summary } from "./api";
import { FormEnd } from "./form-end";
import { usePeople } from "./use-people";
import { useSubmit } from "./use-submit";
import { WhichSessions } from "./which-sessions";

export type Given = Pick<Summary, "id" | "title" | "tutor_id" | "series_id" | "status">;

interface TutorDialogProps {
  readonly session: Given;
  readonly api: Api;
  readonly onGive: (tutorId: string, following: boolean) => Promise<void>;
  readonly onClose: () => void;
}

export function TutorDialog({ session, api, onGive, onClose }: TutorDialogProps) {
  const [unknown, setUnknown] = useState("");
  const failed = useCallback((reason: Error) => setUnknown(reason.message), []);
  const others = usePeople(api, "TEACHER", failed)?.filter(({ id }) => id !== session.tutor_id) ?? null;
  const [chosen, setChosen] = useState("");
  const [following, setFollowing] = useState(false);
  const { busy, problem, submit } = useSubmit(() => {
    if (chosen === "") return t(others?.length === 0 ? "give.nobody" : "give.needs_tutor");
    return onGive(chosen, following);
  });
  return (
    <Dialog title={t("give.title", { title: session.title })} onClose={onClose}>
      <form className="stack" noValidate onSubmit={submit}>
        <label className="field">
          <span>{t("give.tutor")}</span>
          <select className="input" value={chosen} onChange={(event) => setChosen(event.target.value)}>
            <option value="">{t("give.choose")}</option>
            {choices(others ?? []).map(({ id, name }) => (
              <option key={id} value={id} translate="no">
                {name}
              </option>
            ))}
          </select>
        </label>
        {session.series_id !== null && <WhichSessions following={following} onChange={setFollowing} />}
        <p className="soft small">{t(session.status === "LIVE" ? "give.text_live" : "give.text")}</p>
        <FormEnd problem={problem || unknown} submit={t("give.submit")} busy={busy} onClose={onClose} />
      </form>
    </Dialog>
  );
}
