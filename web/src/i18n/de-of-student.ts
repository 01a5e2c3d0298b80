/** What a student's page of a session says in German: half of all there is. A test looks whether anything is missing. */
import { deCommon } from "./de-common";
import { deRecordingConsent } from "./de-recording-consent";
import { deRefusals } from "./de-refusals";
import { deStudent } from "./de-student";

export const de: Readonly<Record<string, string>> = {
  ...deCommon,
  ...deRecordingConsent,
  ...deRefusals,
  ...deStudent,
};
