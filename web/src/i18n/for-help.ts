/** The texts of the help with blocked devices; imported by what shows it. */
import { enHelp } from "./en-help";
import { addTexts } from "./t";

addTexts(enHelp);
