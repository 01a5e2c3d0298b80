/** The texts of the tutor's pages; imported by their entries for what it does. */

import { enAssign } from "./en-assign";
import { enBoard } from "./en-board";
import { enLaneConsent } from "./en-lane-consent";
import { enTutor } from "./en-tutor";
import { addTexts } from "./t";

addTexts({ ...enAssign, ...enBoard, ...enLaneConsent, ...enTutor });
