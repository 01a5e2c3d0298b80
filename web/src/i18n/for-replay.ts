/** The texts of a session seen again; imported by its entry for what it does. */
import { enReplay } from "./en-replay";
import { addTexts } from "./t";

addTexts(enReplay);
