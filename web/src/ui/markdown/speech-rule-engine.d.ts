/** The part of speech-rule-engine 4.1 that is used; the package has no types of its own for its bundle. */
declare module "speech-rule-engine/lib/sre.js" {
  interface Features {
    readonly locale: string;
    readonly domain: string;
    readonly modality: string;
    /** The rules of a locale, as JSON. */
    readonly custom: (locale: string) => Promise<string>;
  }
  export function setupEngine(features: Features): Promise<unknown>;
  /** Words for MathML. */
  export function toSpeech(mathml: string): string;
}
