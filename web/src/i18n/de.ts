/** Every text of the client in German. A key that is missing here comes in English; a test names those. */
export const de: Readonly<Record<string, string>> = {};
