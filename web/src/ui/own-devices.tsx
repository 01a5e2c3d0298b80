/** One's own devices: what is wrong with them and what to do about it, which ones, and whether they work. */
import type { ReactNode } from "react";
import type { DevicePanelProps } from "./device-panel";
import { DevicePicker } from "./device-picker";
import { PermissionHelp } from "./permission-help";
import type { Problem } from "./permission-steps";

interface OwnDevicesProps {
  readonly media: Pick<DevicePanelProps, "cameras" | "microphones" | "blur"> & {
    readonly problems: readonly Problem[];
    readonly camera_id: string | null;
    readonly microphone_id: string | null;
  };
  readonly acts: {
    setMic(on: boolean): Promise<void>;
    setCamera(on: boolean): Promise<void>;
    chooseMicrophone(id: string): Promise<void>;
    chooseCamera(id: string): Promise<void>;
    setBlur(on: boolean): void;
    micLevel(): number;
  };
  /** Between what is wrong and the choice. */
  readonly children?: ReactNode;
}

export function OwnDevices({ media, acts, children }: OwnDevicesProps) {
  const askAgain = () => {
    for (const { device } of media.problems) {
      if (device === "camera") void acts.setCamera(true);
      if (device === "microphone") void acts.setMic(true);
    }
  };
  return (
    <>
      <PermissionHelp problems={media.problems} onAskAgain={askAgain} />
      {children}
      <DevicePicker
        cameras={media.cameras}
        microphones={media.microphones}
        cameraId={media.camera_id}
        microphoneId={media.microphone_id}
        level={acts.micLevel}
        onCamera={(id) => void acts.chooseCamera(id)}
        onMicrophone={(id) => void acts.chooseMicrophone(id)}
        blur={media.blur}
        onBlur={acts.setBlur}
      />
    </>
  );
}
