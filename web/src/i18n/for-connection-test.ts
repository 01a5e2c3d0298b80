/** The texts of the connection test; imported by its entry for what it does. */
import { enDiagnosis } from "./en-diagnosis";
import { addTexts } from "./t";

addTexts(enDiagnosis);
