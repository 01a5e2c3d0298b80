/** The texts of the question about recording; imported by what asks it, for what it does. */
import { enRecordingConsent } from "./en-recording-consent";
import { addTexts } from "./t";

addTexts(enRecordingConsent);
