/** The texts of an open board; imported by what is loaded with it for what it does. */
import { enBoard } from "./en-board";
import { addTexts } from "./t";

addTexts(enBoard);
