/** Which language this page speaks: the one chosen on this machine, else the browser's. All but English are loaded when needed. */
import { type Language, pickLanguage } from "./languages";
import { speak } from "./t";

const KEY = "deskside:language";
const LOAD: Record<Exclude<Language, "en">, () => Promise<Readonly<Record<string, string>>>> = {
  de: async () => (await import("./de")).de,
};

let chosen: Language = "en";
let redraw: () => void = () => {};

/** Find the language, then draw; English draws at once. `draw` is called again whenever another language is chosen. */
export function startLanguage(draw: () => void): void {
  redraw = draw;
  void change(pickLanguage(remembered(), navigator.languages));
}

export function languageNow(): Language {
  return chosen;
}

/** Speak this language from now on, here and on every page that is opened later. */
export function chooseLanguage(language: Language): void {
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // storage is switched off: the choice holds for this page
  }
  rememberForServer(language);
  void change(language);
}

/** Pages that the server draws itself, such as "this link does not work any more", speak the chosen language too. */
function rememberForServer(language: Language): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Safari before 18.4 and in Firefox before 140
  document.cookie = `deskside_language=${language}; Path=/; Max-Age=31536000; SameSite=Lax`;
}

async function change(wanted: Language): Promise<void> {
  // A language that cannot be loaded now leaves the page in the one that it has.
  const texts = wanted === "en" ? {} : await LOAD[wanted]().catch(() => null);
  if (texts !== null) {
    chosen = wanted;
    speak(wanted, texts);
    document.documentElement.lang = wanted;
  }
  redraw();
}

function remembered(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // storage is switched off
  }
}
