// The last look of a build: what the oldest browsers that are served could not run, or would draw wrong, does not get out.
import type { Plugin, Rolldown } from "vite";
import { newerNames, newerSyntax } from "./scripts.ts";
import { newerStyles } from "./styles.ts";

type Output = Rolldown.OutputChunk | Rolldown.OutputAsset;

/** Names in libraries that are used without a question in the same module, and why that does no harm. */
const LIBRARIES: Record<string, string> = {
  "browser-fs-access showOpenFilePicker": "Its index loads this module only where the window has showOpenFilePicker.",
  "browser-fs-access showSaveFilePicker": "Its index loads this module only where the window has showOpenFilePicker.",
};

function refused(id: string, code: string): string[] {
  const library = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id)?.[1];
  const names = newerNames(code, library === undefined);
  return names.filter((name) => !(`${library} ${name}` in LIBRARIES)).map((name) => `${id}: ${name}`);
}

function refusedScript(file: string, output: Output, text: string): string[] {
  const syntax = newerSyntax(text);
  if (syntax) return [`${file}: ${syntax}`];
  if (output.type === "asset") return refused(file, text); // a worker, or copied as it is
  return Object.entries(output.modules).flatMap(([id, { code }]) => (code ? refused(id, code) : []));
}

/** One line for each thing in a file of the build that is newer than the oldest browsers. */
export function newerThings(file: string, output: Output): string[] {
  const text = output.type === "chunk" ? output.code : output.source.toString();
  if (/\.m?js$/.test(file)) return refusedScript(file, output, text);
  return file.endsWith(".css") ? newerStyles(text).map((style) => `${file}: ${style}`) : [];
}

export function oldestBrowsers(): Plugin {
  return {
    name: "oldest-browsers",
    apply: "build",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const found = Object.entries(bundle).flatMap(([file, output]) => newerThings(file, output));
        const hint = "The oldest browsers (docs/operations.md) lack this: ask whether it is there, or do without.";
        if (found.length > 0) this.error(`${hint}\n${found.join("\n")}`);
      },
    },
  };
}
