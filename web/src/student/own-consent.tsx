/** The student's word about being recorded: before joining, and beside the stage. Loaded after what is needed to join. */
import { fetchQuestion } from "../realtime/consent";
import type { Commands } from "../session/commands";
import { RecordingConsent } from "../ui/recording-consent";
import type { ConsentKind } from "../wire/session";

interface OwnConsentProps {
  /** Null: not answered yet. */
  readonly held: readonly ConsentKind[] | null;
  readonly pending: boolean;
  /** A line beside the exercise. */
  readonly slim?: boolean;
  readonly commands: Pick<Commands, "consent">;
}

export function OwnConsent({ commands, ...held }: OwnConsentProps) {
  return <RecordingConsent {...held} fetchQuestion={fetchQuestion} onSay={commands.consent} />;
}
