/** The texts of the library's page; imported by its entry for what it does. */
import { enLibrary } from "./en-library";
import { addTexts } from "./t";

addTexts(enLibrary);
