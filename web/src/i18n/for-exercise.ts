/** The texts of an exercise; imported by what shows one, for what it does. */
import { enExercise } from "./en-exercise";
import { addTexts } from "./t";

addTexts(enExercise);
