/** The texts of the student's pages; imported by their entries for what it does. */
import { enStudent } from "./en-student";
import { addTexts } from "./t";

addTexts({ ...enStudent });
