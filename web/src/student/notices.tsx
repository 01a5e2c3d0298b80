/** What a student has to know now: time, devices, line. Loaded after the picture. */
import type { MediaState, Room } from "../session/room";
import { DeviceWords } from "../ui/device-words";
import { EndsSoon } from "../ui/ends-soon";
import { SilentMic } from "../ui/silent-mic";
import { WeakNetwork } from "../ui/weak-network";
import type { Lane, Session } from "../wire/session";

interface NoticesProps {
  readonly room: Room;
  readonly view: Session;
  readonly media: MediaState;
  readonly lane: Lane | null;
  readonly show: (text: string) => void;
}

export function Notices({ room, view, media, lane, show }: NoticesProps) {
  return (
    <>
      {view.ends_at !== null && <EndsSoon at={view.ends_at} tutor={view.tutor.name} />}
      <DeviceWords
        live={view.status === "LIVE"}
        media={media}
        deafened={lane?.deafened === true}
        onTakeAgain={room.media.takeAgain}
        show={show}
      />
      <SilentMic device={media.mic_silent} />
      <WeakNetwork paused={media.camera && media.camera_paused} bars={lane?.person.bars ?? null} />
    </>
  );
}
