/** Which keys do what: drawn when somebody asks for it. */
import { lazyPart } from "./lazy-part";

export const Shortcuts = lazyPart(
  () => import("./shortcuts-dialog"),
  ({ ShortcutsDialog }) => ShortcutsDialog,
);
