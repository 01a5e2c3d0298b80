// Builds the client into the Python package: hashed assets, a manifest, and everything compressed once, here, so that the
// server never compresses. A page that grows beyond its budget fails the build.
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { oldestBrowsers } from "./oldest/plugin.ts";

const OUT = "../src/deskside/web";
/** Excalidraw fetches its fonts from here (src/board/sheet.tsx), else from another site. */
const FONTS = "node_modules/@excalidraw/excalidraw/dist/prod/fonts";
/** Chinese handwriting in 200 files, 12 MB: text in it falls back on the system's fonts. */
const CJK = "Xiaolai";
/** The best compression of a megabyte takes seconds and gains a twentieth. */
const LARGE_BYTES = 300_000;
const COMPRESSED = /\.(js|css|svg|json|html|wasm)$/;
const WORTH_IT_BYTES = 1024;
/** The oldest browsers that are served: docs/operations.md, src/deskside/http/too_old.py. */
const OLDEST = ["chrome109", "edge109", "safari16.4", "ios16.4", "firefox121"];
/** A page that was opened before an update still asks for the parts of its own build; nobody keeps one open for longer. */
const KEEP_OLD_DAYS = 14;
/** JavaScript in kB (1000 bytes) as browsers without https get it (others: Brotli, a tenth less), before a page's picture. */
const BUDGETS_KB: Record<string, number> = {
  "src/app/student.tsx": 90,
  "src/app/tutor.tsx": 120,
  "src/app/home.tsx": 90,
  "src/app/center.tsx": 90,
  "src/app/library.tsx": 90,
  "src/app/replay.tsx": 90,
  "src/app/login.tsx": 90,
  "src/app/connection-test.tsx": 90,
};

/** Modules that most pages begin with. */
const SHARED =
  /\/node_modules\/(?:react|react-dom|scheduler)\/|\/src\/(?:app\/page|ui\/(?!markdown|people-order|act-button|choice|switch|use-fetched|consent-|recording-consent)|session\/(?!exercise|consent)|media|realtime\/(?!consent|exercises|polls)|i18n\/(?:t|en|en-common|languages?)\.ts)/;

interface Chunk {
  file: string;
  imports?: string[];
}

function scripts(manifest: Record<string, Chunk>, entry: string, seen = new Set<string>()): Set<string> {
  const chunk = manifest[entry];
  if (!chunk || seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const name of chunk.imports ?? []) scripts(manifest, name, seen);
  return seen;
}

function compress(dir: string): void {
  for (const name of readdirSync(dir, { recursive: true, encoding: "utf8" })) {
    const path = join(dir, name);
    if (!COMPRESSED.test(name) || statSync(path).size < WORTH_IT_BYTES) continue;
    if (name.startsWith("assets/") && existsSync(`${path}.br`)) continue; // of a former build, or the same as in it
    const content = readFileSync(path);
    writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
    const quality = content.length > LARGE_BYTES ? 9 : 11;
    const params = { [constants.BROTLI_PARAM_QUALITY]: quality };
    writeFileSync(`${path}.br`, brotliCompressSync(content, { params }));
  }
}

/** Bytes that go over the line: what is too small to be compressed goes as it is. */
function served(path: string): number {
  return statSync(existsSync(`${path}.gz`) ? `${path}.gz` : path).size;
}

function compressAndWeigh(): Plugin {
  return {
    name: "compress-and-weigh",
    apply: "build",
    writeBundle({ dir = OUT }) {
      cpSync(FONTS, join(dir, "assets/excalidraw/fonts"), { recursive: true, filter: (path) => !path.includes(CJK) });
      compress(dir);
      const manifest: Record<string, Chunk> = JSON.parse(readFileSync(join(dir, "manifest.json"), "utf8"));
      for (const [entry, budget] of Object.entries(BUDGETS_KB)) {
        const files = [...scripts(manifest, entry)];
        const bytes = files.reduce((sum, file) => sum + served(join(dir, file)), 0);
        const line = `${entry}: ${(bytes / 1000).toFixed(1)} of ${budget} kB of JavaScript`;
        if (bytes > budget * 1000) this.error(`${line}: over its budget. Load something later, or leave it out.`);
        this.info(line);
      }
    },
  };
}

/** Files of former builds stay for as long as a page of theirs may be open; a list says since when each is old. */
function keepOldFiles(): Plugin {
  const LIST = "former.json";
  return {
    name: "keep-old-files",
    apply: "build",
    writeBundle({ dir = OUT }, bundle) {
      const list = join(dir, LIST);
      const former: Record<string, number> = existsSync(list) ? JSON.parse(readFileSync(list, "utf8")) : {};
      const now = Date.now();
      const old: Record<string, number> = {};
      for (const name of readdirSync(join(dir, "assets"), { encoding: "utf8" })) {
        const path = `assets/${name}`;
        if (path.replace(/\.(gz|br)$/, "") in bundle || statSync(join(dir, path)).isDirectory()) continue;
        const since = former[path] ?? now;
        if (now - since > KEEP_OLD_DAYS * 86_400_000) rmSync(join(dir, path));
        else old[path] = since;
      }
      writeFileSync(list, JSON.stringify(old));
    },
  };
}

/** Fonts of mathematics come as WOFF2 only, which every browser that can hold a call reads. */
function onlyWoff2(): Plugin {
  return {
    name: "only-woff2",
    enforce: "pre",
    transform: (code, id) =>
      /katex[^/]*\.css$/.test(id) ? code.replace(/,\s*url\([^)]+\.(?:woff|ttf)\)\s*format\([^)]+\)/g, "") : null,
  };
}

/** Excalidraw looks for a font that it does not find at its own address on another site, which the page's policy forbids. */
function onlyOwnFonts(): Plugin {
  return {
    name: "only-own-fonts",
    enforce: "pre",
    transform(code, id) {
      if (!id.includes("@excalidraw/excalidraw/dist/prod/") || !code.includes("https://esm.sh/")) return null;
      const own = code.replace(
        /`https:\/\/esm\.sh\/\$\{[\s\S]*?\/dist\/prod\/`/g,
        () => "`${location.origin}/assets/excalidraw/`",
      );
      if (own.includes("https://esm.sh/")) this.error("Excalidraw names another site for its fonts in a new way.");
      return own;
    },
  };
}

/** The speech rules of mathematics would be looked for on another site where ours were not found. */
function onlyOwnRules(): Plugin {
  return {
    name: "only-own-rules",
    enforce: "pre",
    transform: (code, id) =>
      id.includes("/speech-rule-engine/lib/sre.js")
        ? code.replaceAll("https://cdn.jsdelivr.net/", "/assets/none/")
        : null,
  };
}

/** In socket.io's parsers: bytes, as text or beside it. */
const BYTES: Record<string, string> = {
  "/socket.io-parser/build/esm/is-binary.js": "export const isBinary = () => false, hasBinary = () => false;",
  "/socket.io-parser/build/esm/binary.js": "export const deconstructPacket = null, reconstructPacket = null;",
  "/engine.io-parser/build/esm/contrib/base64-arraybuffer.js": "export const decode = null;",
};

/** Pages come by websocket with text, or by polls of our own (src/realtime/polls.ts): what else socket.io could do, and never does then,
 * stays out of every page. */
function onlyWebsocket(): Plugin {
  return {
    name: "only-websocket",
    enforce: "pre",
    transform(_code, id) {
      const bytes = Object.keys(BYTES).find((each) => id.includes(each));
      if (bytes !== undefined) return BYTES[bytes] ?? null;
      if (id.includes("/engine.io-client/build/esm/transports/index.js")) {
        return 'import { WS } from "./websocket.js"; export const transports = { websocket: WS };';
      }
      // It does something as it is loaded, so it would stay although nothing uses it.
      return id.includes("/engine.io-client/build/esm/transports/polling-xhr.js")
        ? "export const BaseXHR = null, XHR = null, Request = null;"
        : null;
    },
  };
}

export default defineConfig({
  resolve: {
    alias: { "@excalidraw/mermaid-to-excalidraw": fileURLToPath(new URL("src/board/no-diagrams.ts", import.meta.url)) },
  },
  build: {
    assetsInlineLimit: 0, // a font within a style sheet is a data: address, which the page's policy does not allow
    outDir: OUT,
    emptyOutDir: false, // see `keepOldFiles`,
    manifest: "manifest.json",
    target: OLDEST,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: Object.keys(BUDGETS_KB),
      // What most pages begin with is one file: a dozen small ones compress worse and ask more often.
      output: { codeSplitting: { groups: [{ name: "shared", test: SHARED, minShareCount: 3 }] } },
    },
  },
  plugins: [
    onlyWoff2(),
    onlyOwnFonts(),
    onlyWebsocket(),
    onlyOwnRules(),
    oldestBrowsers(),
    keepOldFiles(),
    compressAndWeigh(),
  ],
  // Far more than any test takes where nothing else runs: one reads every component.
  test: { include: ["src/**/*.test.{ts,tsx}", "oldest/*.test.ts"], testTimeout: 60_000, css: { include: /\?raw$/ } },
});
