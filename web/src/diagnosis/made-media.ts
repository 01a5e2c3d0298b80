/** A tone and a moving picture made by the page, so that the test needs no permission and shows nobody. */

const WIDTH = 640;
const HEIGHT = 360;
const FRAMES_PER_SECOND = 15;
const PITCH_HZ = 440;

export interface MadeMedia {
  readonly audio: MediaStreamTrack | null;
  readonly video: MediaStreamTrack | null;
  stop(): void;
}

export function makeMedia(): MadeMedia {
  const context = new AudioContext();
  const tone = new OscillatorNode(context, { frequency: PITCH_HZ });
  const sound = context.createMediaStreamDestination();
  tone.connect(sound);
  tone.start();
  void context.resume();

  const canvas = Object.assign(document.createElement("canvas"), { width: WIDTH, height: HEIGHT });
  const drawing = canvas.getContext("2d");
  let frame = 0;
  const draw = () => {
    if (drawing === null) return;
    frame += 1;
    drawing.fillStyle = `hsl(${(frame * 3) % 360} 60% 45%)`;
    drawing.fillRect(0, 0, WIDTH, HEIGHT);
    drawing.fillStyle = "white";
    drawing.fillRect((frame * 9) % WIDTH, 0, 40, HEIGHT);
  };
  draw();
  const picture = canvas.captureStream(FRAMES_PER_SECOND);
  const timer = setInterval(draw, 1000 / FRAMES_PER_SECOND);

  return {
    audio: sound.stream.getAudioTracks()[0] ?? null,
    video: picture.getVideoTracks()[0] ?? null,
    stop() {
      clearInterval(timer);
      for (const track of picture.getTracks()) track.stop();
      tone.stop();
      void context.close();
    },
  };
}
