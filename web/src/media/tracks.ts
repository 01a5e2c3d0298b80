// What is sent by somebody, as it is told. Pure.
import type { SetTracks } from "../wire/commands";

export function tracksOf({ mic, camera, screen, camera_paused = false }: SetTracks): SetTracks {
  return { mic, camera, screen, camera_paused: camera && camera_paused };
}

/** Whether a camera's picture comes from this person; null: nobody. */
export function showsFace(person: SetTracks | null): boolean {
  return person !== null && person.camera && !person.camera_paused;
}
