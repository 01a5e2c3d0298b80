/** A video that stays in view over other windows, where the browser offers it. */
import { useCallback, useEffect, useState } from "react";

const offered = (): boolean => typeof document !== "undefined" && document.pictureInPictureEnabled === true;

/** `find` gives the video to show. null: the browser offers nothing of the kind, or has a button of its own. */
export function usePictureInPicture(find: () => HTMLVideoElement | null): { on: boolean; toggle: () => void } | null {
  const [on, setOn] = useState(false);
  useEffect(() => {
    const look = () => setOn(document.pictureInPictureElement !== null);
    // These events bubble to the document.
    document.addEventListener("enterpictureinpicture", look);
    document.addEventListener("leavepictureinpicture", look);
    return () => {
      document.removeEventListener("enterpictureinpicture", look);
      document.removeEventListener("leavepictureinpicture", look);
    };
  }, []);
  const toggle = useCallback(() => {
    const wish =
      document.pictureInPictureElement === null ? find()?.requestPictureInPicture() : document.exitPictureInPicture();
    wish?.catch(() => {}); // The video has no frame yet, or the person said no: the page stays as it is.
  }, [find]);
  return offered() ? { on, toggle } : null;
}
