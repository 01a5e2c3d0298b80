/** Every text of the client in English: the reference for every other language. `{name}` is filled in by `t`. */

import { enBoard } from "./en-board";
import { enCenter } from "./en-center";
import { enAssign } from "./en-assign";
import { enBoard } from "./en-board";
import { enCommon } from "./en-common";
import { enExercise } from "./en-exercise";
import { enDiagnosis } from "./en-diagnosis";
import { enHome } from "./en-home";
import { enStudent } from "./en-student";
import { enTutor } from "./en-tutor";

export const en = {
  ...enCommon,
  ...enBoard,
  ...enDiagnosis,
  ...enCenter,
  ...enHome,
  ...enStudent,
  ...enTutor,
} as const;
