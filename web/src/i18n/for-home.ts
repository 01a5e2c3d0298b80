/** The texts of the home pages; imported by their entries for what it does. */
import { enHome } from "./en-home";
import { enSaid } from "./en-said";
import { addTexts } from "./t";

addTexts({ ...enHome, ...enSaid });
