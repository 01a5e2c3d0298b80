/** The red sign: what of somebody is being written at this moment, as the engine has it in force. */
import "./recording-indicator.css";

interface RecordingIndicatorProps {
  readonly word: string;
  /** What exactly, for who points at it or hears the page. */
  readonly title: string;
}

export function RecordingIndicator({ word, title }: RecordingIndicatorProps) {
  return (
    <span className="chip recording-indicator" role="status" title={title}>
      <span className="recording-dot" aria-hidden="true" />
      <span aria-hidden="true">{word}</span>
      <span className="visually-hidden">{title}</span>
    </span>
  );
}
