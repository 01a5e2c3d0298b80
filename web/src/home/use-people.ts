/** The center's people of one role; null until they are known. */
import { useCallback } from "react";
import type { Api, CenterPerson, Role } from "./api";
import { usePolled } from "./use-polled";

const EVERY_MS = 120_000;

export function usePeople(api: Api, role: Role, onFailed: (reason: Error) => void): readonly CenterPerson[] | null {
  const fetched = useCallback(() => api.people(role), [api, role]);
  return usePolled(fetched, EVERY_MS, onFailed)[0];
}
