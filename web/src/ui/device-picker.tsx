/** Camera, microphone, speakers: drawn a moment after the page, which does not wait for it. */
import { lazy, Suspense } from "react";
import type { DevicePanelProps } from "./device-panel";
import "./device-picker.css";

const DevicePanel = lazy(async () => ({ default: (await import("./device-panel")).DevicePanel }));

export function DevicePicker(props: DevicePanelProps) {
  return (
    <Suspense fallback={<div className="device-place" />}>
      <DevicePanel {...props} />
    </Suspense>
  );
}
