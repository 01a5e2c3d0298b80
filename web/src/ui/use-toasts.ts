/** A short list of notices that go away by themselves. */
import { useCallback, useRef, useState } from "react";
import type { Toast } from "./toasts";

const SHOWN_MS = 7000;
const MOST = 3;

export interface ToastList {
  readonly toasts: readonly Toast[];
  readonly show: (text: string) => void;
  readonly dismiss: (id: Toast["id"]) => void;
}

export function useToasts(): ToastList {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const next = useRef(0);
  const dismiss = useCallback((id: Toast["id"]) => setToasts((all) => all.filter((toast) => toast.id !== id)), []);
  const show = useCallback(
    (text: string) => {
      const id = next.current++;
      setToasts((all) => [...all.slice(1 - MOST), { id, text }]);
      setTimeout(() => dismiss(id), SHOWN_MS);
    },
    [dismiss],
  );
  return { toasts, show, dismiss };
}
