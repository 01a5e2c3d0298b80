/** A labelled line of text. */

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly type?: "text" | "email" | "password" | "date" | "time" | "number";
  readonly placeholder?: string;
  readonly autoComplete?: string;
  readonly invalid?: boolean;
}

export function TextField({ label, value, onChange, type = "text", invalid = false, ...rest }: TextFieldProps) {
  return (
    <label className="field">
      <span>{label}</span>
      <input
        className="input"
        type={type}
        maxLength={200}
        value={value}
        aria-invalid={invalid}
        onChange={(event) => onChange(event.target.value)}
        {...rest}
      />
    </label>
  );
}
