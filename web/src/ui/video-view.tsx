/**
 * A stream on a silent `<video>`; sound is played by `sound.tsx`. It never takes its last frame away: without a stream it
 * keeps what it showed.
 */
import { useEffect, useRef } from "react";
import "./video-view.css";

interface VideoViewProps {
  readonly stream: MediaStream | null;
  /** Whose picture it is, for those who cannot see it. */
  readonly label: string;
  /** One's own picture is shown as in a mirror. */
  readonly mirrored?: boolean;
  /** The drawn size in CSS pixels, at each change; 0, 0 when it goes. */
  readonly onSize?: ((width: number, height: number) => void) | undefined;
  /** The element, once; what it returns is called when it goes. */
  readonly onElement?: ((video: HTMLVideoElement) => () => void) | undefined;
}

export function VideoView(props: VideoViewProps) {
  const { stream, label, mirrored = false, onSize, onElement } = props;
  const ref = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const video = ref.current;
    if (video !== null && stream !== null && video.srcObject !== stream) video.srcObject = stream;
  }, [stream]);
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
  return <video ref={ref} className={mirrored ? "mirrored" : ""} aria-label={label} autoPlay playsInline muted />;
}
