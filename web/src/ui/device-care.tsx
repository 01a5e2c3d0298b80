/** What keeps a call going on this machine: sound that plays, a screen that stays awake, words about devices. Loaded after the picture. */
import { later } from "./later";
import { lazyPart } from "./lazy-part";

export const DeviceCare = lazyPart(
  later(() => import("./device-words")),
  ({ DeviceWords }) => DeviceWords,
);
