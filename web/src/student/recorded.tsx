/** Whether this student is being written now, in one word with all of it behind. */
import "../i18n/for-student-side";
import { t } from "../i18n/t";
import type { RoomState } from "../session/store";
import { RecordingIndicator } from "../ui/recording-indicator";

export function Recorded({ state }: { readonly state: RoomState }) {
  const { recorded_sound, recorded_picture } = state.edges;
  const sound = recorded_sound.includes(state.me);
  const picture = recorded_picture.includes(state.me);
  if (sound || picture)
    return (
      <RecordingIndicator
        word={t("record.me")}
        title={t(sound && picture ? "record.me_both" : sound ? "record.me_sound" : "record.me_picture")}
      />
    );
  const others = recorded_sound.length + recorded_picture.length > 0;
  return others ? <span className="chip">{t("record.not_me")}</span> : null;
}
