/** What keeps a call going on this machine: sound that plays, a screen that stays awake, words about devices. Loaded after the picture. */
import { lazyPart } from "./lazy-part";

export const DeviceCare = lazyPart(
  () => import("./device-words"),
  ({ DeviceWords }) => DeviceWords,
);
