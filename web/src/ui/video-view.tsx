/** A stream on a `<video>`. It never takes its last frame away: without a stream it keeps what it showed. */
import { useEffect, useRef } from "react";
import { playAloud } from "./play";

interface VideoViewProps {
  readonly stream: MediaStream | null;
  /** Whose picture it is, for those who cannot see it. */
  readonly label: string;
  /** Without sound: one's own picture, or sound that is played elsewhere. */
  readonly muted?: boolean;
  /** One's own picture is shown as in a mirror. */
  readonly mirrored?: boolean;
  /** The browser wants a gesture before it plays sound. */
  readonly onBlocked?: (() => void) | undefined;
  /** The drawn size in CSS pixels, at each change; 0, 0 when it goes. */
  readonly onSize?: ((width: number, height: number) => void) | undefined;
  /** The element, once; what it returns is called when it goes. */
  readonly onElement?: ((video: HTMLVideoElement) => () => void) | undefined;
}

export function VideoView(props: VideoViewProps) {
  const { stream, label, muted = false, mirrored = false, onBlocked, onSize, onElement } = props;
  const ref = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const video = ref.current;
    if (video === null) return;
    video.muted = muted; // React sets the property only once; a stage changes whom it shows.
    if (stream === null) return;
    if (video.srcObject !== stream) video.srcObject = stream;
    playAloud(video, onBlocked);
  }, [stream, muted, onBlocked]);
  useEffect(() => (ref.current === null ? undefined : onElement?.(ref.current)), [onElement]);
  useEffect(() => {
    const video = ref.current;
    if (video === null || onSize === undefined) return;
    const observer = new ResizeObserver(() => onSize(video.clientWidth, video.clientHeight));
    observer.observe(video);
    return () => {
      observer.disconnect();
      onSize(0, 0);
    };
  }, [onSize]);
  return (
    <video ref={ref} className={mirrored ? "mirrored" : ""} aria-label={label} autoPlay playsInline muted={muted} />
  );
}
