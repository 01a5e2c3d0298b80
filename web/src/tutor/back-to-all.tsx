/** From one lane, or the table, large, back to all of them. */
import { t } from "../i18n/t";
import { Icon } from "../ui/icons";

export function BackToAll({ onBack }: { readonly onBack: () => void }) {
  return (
    <button type="button" className="button small" aria-keyshortcuts="Escape" onClick={onBack}>
      <Icon name="close" />
      <span>{t("lane.back")}</span>
    </button>
  );
}
