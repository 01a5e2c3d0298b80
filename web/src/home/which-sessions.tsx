/** Of a series: this session alone, or with all that follow. */
import { t } from "../i18n/t";
import { Choice } from "../ui/choice";

interface WhichSessionsProps {
  readonly following: boolean;
  readonly onChange: (following: boolean) => void;
}

export function WhichSessions({ following, onChange }: WhichSessionsProps) {
  return (
    <Choice
      legend={t("home.which")}
      value={following ? "following" : "single"}
      options={[
        { value: "single", label: t("home.which_single") },
        { value: "following", label: t("home.which_following") },
      ]}
      onChange={(which) => onChange(which === "following")}
    />
  );
}
