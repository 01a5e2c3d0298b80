/** The texts of the speaker test; imported by what shows it. */
import { enSpeaker } from "./en-speaker";
import { addTexts } from "./t";

addTexts(enSpeaker);
