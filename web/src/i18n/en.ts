/** Every text of the client in English: the reference for every other language. `{name}` is filled in by `t`. */
import { enCommon } from "./en-common";
import { enHome } from "./en-home";
import { enStudent } from "./en-student";
import { enTutor } from "./en-tutor";

export const en = { ...enCommon, ...enHome, ...enStudent, ...enTutor } as const;
