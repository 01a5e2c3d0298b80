// What the first picture does not need is loaded after it: until then line and processor are the picture's.

/** Some go straight on into the lesson; whoever stays in front of the door waits for the rest no longer than this. */
const OPENING_MS = 500;
/** A picture that does not come holds up nothing for longer. */
const PICTURE_MS = 1500;

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

let quiet = pause(OPENING_MS);

/** A picture is on its way: what is asked for from now on waits until it is `shown`. */
export function pictureComes(shown: Promise<void>): void {
  quiet = Promise.race([shown, pause(PICTURE_MS)]);
}

/** The same import, begun once no picture is on its way. */
export function later<M>(load: () => Promise<M>): () => Promise<M> {
  return async () => {
    for (let former: unknown; former !== quiet; ) {
      former = quiet;
      await quiet;
    }
    return load();
  };
}
