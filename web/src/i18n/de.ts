/** Every text of the client in German. A key that is missing here comes in English; a test names those. */
import { deCenter } from "./de-center";
import { deCommon } from "./de-common";
import { deConsent } from "./de-consent";
import { deHome } from "./de-home";
import { deLaneConsent } from "./de-lane-consent";
import { deLibrary } from "./de-library";
import { deRecordingConsent } from "./de-recording-consent";
import { deRefusals } from "./de-refusals";
import { deReplay } from "./de-replay";
import { deRights } from "./de-rights";
import { deSaid } from "./de-said";
import { deStudent } from "./de-student";
import { deTutor } from "./de-tutor";

export const de: Readonly<Record<string, string>> = {
  ...deCommon,
  ...deRecordingConsent,
  ...deRefusals,
  ...deSaid,
  ...deRights,
  ...deStudent,
  ...deHome,
  ...deLaneConsent,
  ...deLibrary,
  ...deTutor,
  ...deReplay,
  ...deCenter,
  ...deConsent,
};
