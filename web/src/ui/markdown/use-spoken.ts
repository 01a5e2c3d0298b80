/** What a screen reader says of Markdown that names something: in a name, unlike in a text, mathematics has to be words. */
import { useObservable } from "../use-observable";
import { hasMath, toText } from "./markdown-text";
import { Once } from "./once";

const words = new Once(
  () => import("./say-math"),
  ({ sayMath }) => sayMath(),
);

/** The name that this Markdown gives; its TeX as long as the words are not there. */
export function useSpoken(): (text: string) => string {
  const say = useObservable(words);
  return (text) => {
    if (hasMath(text)) words.ask();
    return toText(text, say ?? ((tex) => tex));
  };
}
