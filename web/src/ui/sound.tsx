/** The sound of somebody whose picture is not on a `<video>` of the page now. */
import { useEffect, useRef } from "react";
import { playAloud } from "./play";
import { playThere } from "./speaker";

interface SoundProps {
  readonly stream: MediaStream;
  readonly onBlocked: () => void;
}

export function Sound({ stream, onBlocked }: SoundProps) {
  const ref = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    const audio = ref.current;
    if (audio === null) return;
    audio.srcObject = stream;
    void playThere(audio);
    playAloud(audio, onBlocked);
  }, [stream, onBlocked]);
  // biome-ignore lint/a11y/useMediaCaption: the live voice of a call has no captions
  return <audio ref={ref} autoPlay />;
}
