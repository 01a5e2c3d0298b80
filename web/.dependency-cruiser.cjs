// Who may import whom: wire, text → session → realtime | media | board | ui → tutor | student | home → recordings | center → library → app.
const from = (folder, allowed) => ({
  name: `${folder}-knows-only-what-is-below`,
  severity: "error",
  from: { path: `^src/${folder}/`, pathNot: "\\.test\\.tsx?$" },
  to: { path: "^src/", pathNot: `^src/(${[folder, ...allowed].join("|")})/` },
});
const SIDES = ["wire", "text", "session", "realtime", "media", "board", "ui", "i18n", "styles"];

module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "nothing-unresolved",
      severity: "error",
      from: {},
      // A style sheet behind a package's export conditions: Vite resolves it, this does not.
      to: { couldNotResolve: true, pathNot: "^@excalidraw/excalidraw/index\\.css$" },
    },
    from("wire", []),
    from("text", []),
    from("session", ["wire", "text"]),
    from("realtime", ["wire", "session"]),
    from("media", ["wire", "session"]),
    from("i18n", []),
    from("ui", ["text", "i18n", "styles"]),
    from("board", ["wire", "session", "ui", "i18n", "styles"]),
    from("tutor", SIDES),
    from("student", SIDES),
    from("home", SIDES),
    from("diagnosis", SIDES),
    from("recordings", [...SIDES, "home"]),
    from("center", [...SIDES, "home"]),
    from("library", [...SIDES, "home", "center", "student"]),
    {
      name: "react-only-where-something-is-drawn",
      severity: "error",
      from: { path: "^src/(wire|text|session|realtime|media|i18n)/" },
      to: { path: "node_modules/(@types/)?react" },
    },
    {
      name: "one-importer-of-socket-io",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/realtime/" },
      to: { path: "node_modules/socket\\.io-client" },
    },
    {
      name: "nothing-imports-a-test",
      severity: "error",
      from: {},
      to: { path: "\\.test\\.tsx?$" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types", "browser", "default"] },
  },
};
