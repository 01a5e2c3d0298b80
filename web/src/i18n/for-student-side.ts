/** The texts of a student's exercise, boards, calls and messages; imported by what is loaded with them for what it does. */
import { enStudentSide } from "./en-student-side";
import { addTexts } from "./t";

addTexts(enStudentSide);
