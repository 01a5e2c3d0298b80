/** The sound of somebody whose picture is not on a `<video>` of the page now. */
import { useEffect, useRef } from "react";

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
    audio.play().catch((reason: unknown) => {
      if (reason instanceof DOMException && reason.name === "NotAllowedError") onBlocked();
    });
  }, [stream, onBlocked]);
  // biome-ignore lint/a11y/useMediaCaption: the live voice of a call has no captions
  return <audio ref={ref} autoPlay />;
}
