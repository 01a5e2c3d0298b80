/** What to do about a blocked camera or microphone; loaded only when there is such a problem. */
import { lazy, Suspense } from "react";
import type { PermissionStepsProps } from "./permission-steps";

const PermissionSteps = lazy(async () => ({ default: (await import("./permission-steps")).PermissionSteps }));

export function PermissionHelp({ problems, onAskAgain }: PermissionStepsProps) {
  const own = problems.filter((problem) => problem.device !== "screen");
  if (own.length === 0) return null;
  return (
    <Suspense fallback={null}>
      <PermissionSteps problems={own} onAskAgain={onAskAgain} />
    </Suspense>
  );
}
