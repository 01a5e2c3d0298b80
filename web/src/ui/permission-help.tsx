/** What to do about a blocked camera or microphone; loaded only when there is such a problem. */
import { lazyPart } from "./lazy-part";
import type { PermissionStepsProps } from "./permission-steps";

const Steps = lazyPart(
  () => import("./permission-steps"),
  ({ PermissionSteps }) => PermissionSteps,
);

export function PermissionHelp({ problems, onAskAgain }: PermissionStepsProps) {
  const own = problems.filter((problem) => problem.device !== "screen");
  if (own.length === 0) return null;
  return <Steps problems={own} onAskAgain={onAskAgain} />;
}
