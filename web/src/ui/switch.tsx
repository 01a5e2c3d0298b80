/** On or off, with a line that says what each means. */
import "./switch.css";

interface SwitchProps {
  readonly label: string;
  readonly hint: string;
  readonly on: boolean;
  readonly pending?: boolean;
  readonly onChange: (on: boolean) => void;
}

export function Switch({ label, hint, on, pending = false, onChange }: SwitchProps) {
  return (
    <label className="switch">
      <input type="checkbox" checked={on} disabled={pending} onChange={(event) => onChange(event.target.checked)} />
      <span>{label}</span>
      <small>{hint}</small>
    </label>
  );
}
