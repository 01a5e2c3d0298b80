/** A large button of a call: an icon, a word under it. */
import { Icon, type IconName } from "./icons";
import "./call-button.css";

interface CallButtonProps {
  readonly icon: IconName;
  /** The accessible name: what a press does. */
  readonly label: string;
  /** The word under the icon; without it the label itself. */
  readonly word?: string;
  readonly tone?: "plain" | "off" | "on" | "leave";
  readonly disabled?: boolean;
  readonly onClick: () => void;
}

export function CallButton({ icon, label, word, tone = "plain", disabled = false, onClick }: CallButtonProps) {
  return (
    <button
      type="button"
      className={`call-button ${tone}`}
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon name={icon} />
      <span aria-hidden="true">{word ?? label}</span>
    </button>
  );
}
