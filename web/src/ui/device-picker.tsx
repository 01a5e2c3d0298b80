/** Camera, microphone, speakers: drawn a moment after the page, which does not wait for it. */
import { later } from "./later";
import { lazyPart } from "./lazy-part";
import "./device-picker.css";

export const DevicePicker = lazyPart(
  later(() => import("./device-panel")),
  ({ DevicePanel }) => DevicePanel,
  () => <div className="device-place" />,
);
