/** The sheet itself: Excalidraw, bound to a shared board. This module and all that it imports are one late download. */
import { Excalidraw, exportToBlob } from "@excalidraw/excalidraw";
import "@excalidraw/excalidraw/index.css";
import type { AppState, BinaryFiles, ExcalidrawImperativeAPI, ExcalidrawProps } from "@excalidraw/excalidraw/types";
import { useEffect, useMemo, useRef, useState } from "react";
import { languageNow } from "../i18n/language";
import type { Language } from "../i18n/languages";
import { t } from "../i18n/t";
import type { Boards, SharedBoard } from "../session/boards";
import { Binding, type Elements } from "./binding";
import { BoardTools, type TutorTools } from "./board-tools";
import { useDialogs } from "./dialogs";
import { useFit } from "./fit";
import { Pictures } from "./pictures";
import "./sheet.css";

interface SheetProps {
  readonly boards: Boards;
  readonly board: SharedBoard;
  readonly title: string;
  readonly readOnly: boolean;
  readonly tools: TutorTools | null;
}

const OPTIONS: NonNullable<ExcalidrawProps["UIOptions"]> = {
  canvasActions: {
    changeViewBackgroundColor: false,
    clearCanvas: false,
    export: false,
    loadScene: false,
    saveAsImage: false,
    saveToActiveFile: false,
    toggleTheme: false,
  },
};

/** Excalidraw's names of our languages. */
const LANGUAGE: Readonly<Record<Language, string>> = { en: "en", de: "de-DE" };
/** In Excalidraw's own place for such words. */
const said = (api: ExcalidrawImperativeAPI) => (message: string) => api.setToast({ message, closable: true });
/** Nothing on a board leads out of the lesson. */
const stayHere: NonNullable<ExcalidrawProps["onLinkOpen"]> = (_, event) => event.preventDefault();

const SAVED_MARGIN = 24;
const dark = () => matchMedia("(prefers-color-scheme: dark)").matches;

export default function Sheet({ boards, board, title, readOnly, tools }: SheetProps) {
  const [api, setApi] = useState<ExcalidrawImperativeAPI | null>(null);
  const [theme, setTheme] = useState<"light" | "dark">(dark() ? "dark" : "light");
  const holder = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const scheme = matchMedia("(prefers-color-scheme: dark)");
    const change = () => setTheme(dark() ? "dark" : "light");
    scheme.addEventListener("change", change);
    return () => scheme.removeEventListener("change", change);
  }, []);
  const bound = useMemo(
    () =>
      api === null ? null : { sheet: new Binding(api, board), pictures: new Pictures(api, boards, board, said(api)) },
    [api, boards, board],
  );
  useEffect(() => {
    if (bound === null) return;
    bound.sheet.show();
    bound.pictures.fetch();
    return board.state.subscribe(() => {
      bound.sheet.show();
      bound.pictures.fetch();
    });
  }, [bound, board]);
  useFit(api, board, holder);
  useDialogs(api, holder);
  const [free] = useState(isFocusFree);
  const changed = (elements: Elements, state: AppState, files: BinaryFiles) => {
    if (bound === null || readOnly) return;
    bound.sheet.changed(elements, state);
    bound.pictures.send(files);
  };
  return (
    <>
      <BoardTools tools={tools} onSave={() => void save(api, title)} />
      <div className="board-sheet" data-read-only={readOnly} ref={holder}>
        <Excalidraw
          excalidrawAPI={setApi}
          onChange={changed}
          viewModeEnabled={readOnly}
          isCollaborating
          theme={theme}
          langCode={LANGUAGE[languageNow()]}
          onLinkOpen={stayHere}
          name={title}
          autoFocus={free}
          handleKeyboardGlobally={false}
          aiEnabled={false}
          validateEmbeddable={false}
          UIOptions={OPTIONS}
          initialData={{ appState: { currentItemStrokeWidth: 2, currentItemRoughness: 0 } }}
        />
      </div>
    </>
  );
}

/** The board comes late: whoever is somewhere else by then, at a lane or in the middle of a word, stays there. */
function isFocusFree(): boolean {
  const at = document.activeElement;
  return at === null || at === document.body || at instanceof HTMLButtonElement;
}

/** What is on the board as a PNG file. */
async function save(api: ExcalidrawImperativeAPI | null, title: string): Promise<void> {
  if (api === null) return;
  const blob = await exportToBlob({
    elements: api.getSceneElements(),
    appState: { exportBackground: true, viewBackgroundColor: "#ffffff" },
    files: api.getFiles(),
    exportPadding: SAVED_MARGIN,
    mimeType: "image/png",
  });
  const address = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement("a"), {
    href: address,
    download: `${title || t("board.title")}.png`,
  });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
