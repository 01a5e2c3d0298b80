/** One of a few: a group of radio buttons that looks like a switch. */
import { useId } from "react";
import "./choice.css";

interface ChoiceProps<V extends string> {
  readonly legend: string;
  readonly value: V;
  /** `strong`: drawn in the accent when chosen. */
  readonly options: readonly { readonly value: V; readonly label: string; readonly strong?: boolean }[];
  readonly onChange: (value: V) => void;
  /** A wish is under way. */
  readonly pending?: boolean;
  readonly disabled?: boolean;
}

export function Choice<V extends string>(props: ChoiceProps<V>) {
  const name = useId();
  return (
    <div className="choice" role="radiogroup" aria-label={props.legend} aria-busy={props.pending ?? false}>
      {props.options.map((option) => (
        <label key={option.value} className={option.strong ? "strong" : ""}>
          <input
            type="radio"
            name={name}
            checked={option.value === props.value}
            disabled={props.disabled ?? false}
            onChange={() => props.onChange(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </div>
  );
}
