/** What one can agree to, each by itself. Pure. */
export type Kind = "sound" | "picture" | "board";

/** In the order in which they are asked for. */
export const KINDS: readonly Kind[] = ["sound", "picture", "board"];

/** What is agreed to once this kind is ticked, or is not any more. */
export function toggled(held: readonly Kind[] | null, kind: Kind, on: boolean): readonly Kind[] {
  return KINDS.filter((each) => (each === kind ? on : held?.includes(each)));
}
