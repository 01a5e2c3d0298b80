/** TEACH or OBSERVE for one lane. What is chosen is what the session says; a wish under way only dims it. */
import { t } from "../i18n/t";
import { Choice } from "../ui/choice";
import type { LaneMode } from "../wire/session";

interface ModeToggleProps {
  readonly name: string;
  readonly mode: LaneMode;
  readonly pending: boolean;
  readonly disabled: boolean;
  readonly onMode: (mode: LaneMode) => void;
}

export function ModeToggle({ name, mode, pending, disabled, onMode }: ModeToggleProps) {
  return (
    <Choice
      legend={t("lanes.mode_of", { name })}
      value={mode}
      pending={pending}
      disabled={disabled}
      options={[
        { value: "TEACH", label: t("lanes.teach"), strong: true },
        { value: "OBSERVE", label: t("lanes.observe") },
      ]}
      onChange={onMode}
    />
  );
}
