/** One of a row of small buttons: a short word to be seen, the whole name to be heard, and to be read over it. */

interface ActButtonProps {
  readonly word: string;
  /** Absent: the word says it all. */
  readonly name?: string;
  /** The act that is looked for first; the others are quiet. */
  readonly first?: boolean;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}

export function ActButton({ word, name, first = false, disabled = false, onClick }: ActButtonProps) {
  return (
    <button
      type="button"
      className={first ? "button small" : "button small quiet"}
      aria-label={name}
      title={name}
      disabled={disabled}
      onClick={onClick}
    >
      {word}
    </button>
  );
}
