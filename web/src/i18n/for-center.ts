/** The texts of the center's pages; imported by their entry for what it does. */
import { enCenter } from "./en-center";
import { enConsent } from "./en-consent";
import { enRights } from "./en-rights";
import { addTexts } from "./t";

addTexts({ ...enCenter, ...enConsent, ...enRights });
