/** The texts about devices that come and go; imported by what shows them, for what it does. */
import { enCare } from "./en-care";
import { addTexts } from "./t";

addTexts(enCare);
