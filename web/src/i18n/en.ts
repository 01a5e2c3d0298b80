/** Every text of the client in English: the reference for every other language. `{name}` is filled in by `t`. */

import { enAssign } from "./en-assign";
import { enBoard } from "./en-board";
import { enCare } from "./en-care";
import { enCenter } from "./en-center";
import { enCommon } from "./en-common";
import { enConsent } from "./en-consent";
import { enDiagnosis } from "./en-diagnosis";
import { enExercise } from "./en-exercise";
import { enHelp } from "./en-help";
import { enHome } from "./en-home";
import { enLaneConsent } from "./en-lane-consent";
import { enLibrary } from "./en-library";
import { enRecordingConsent } from "./en-recording-consent";
import { enRefusals } from "./en-refusals";
import { enReplay } from "./en-replay";
import { enRights } from "./en-rights";
import { enSaid } from "./en-said";
import { enSpeaker } from "./en-speaker";
import { enStudent } from "./en-student";
import { enStudentSide } from "./en-student-side";
import { enTutor } from "./en-tutor";

export const en = {
  ...enCommon,
  ...enBoard,
  ...enAssign,
  ...enExercise,
  ...enDiagnosis,
  ...enCare,
  ...enCenter,
  ...enConsent,
  ...enHelp,
  ...enHome,
  ...enLaneConsent,
  ...enLibrary,
  ...enRecordingConsent,
  ...enRefusals,
  ...enReplay,
  ...enSaid,
  ...enRights,
  ...enSpeaker,
  ...enStudent,
  ...enStudentSide,
  ...enTutor,
} as const;
