/** The sound of somebody whose picture is not on a `<video>` of the page now. Where browsers want a click first: `playing.ts`. */
import { useEffect, useRef } from "react";
import { playThere } from "./speaker";

export function Sound({ stream }: { readonly stream: MediaStream }) {
  const ref = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    const audio = ref.current;
    if (audio === null) return;
    audio.srcObject = stream;
    void playThere(audio);
    audio.play().catch(() => {});
  }, [stream]);
  // biome-ignore lint/a11y/useMediaCaption: the live voice of a call has no captions
  return <audio ref={ref} autoPlay />;
}
