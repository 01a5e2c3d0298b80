// What KaTeX can draw, for the import of exercises: `npm run names` writes src/deskside/domain/tex_names.py anew.
import { readFileSync, writeFileSync } from "node:fs";
import katex from "katex";

const source = readFileSync(new URL("./node_modules/katex/dist/katex.mjs", import.meta.url), "utf8");
const TARGET = new URL("../src/deskside/domain/tex_names.py", import.meta.url);

const refusal = (tex) => {
  try {
    katex.renderToString(tex, { displayMode: true, strict: "ignore", trust: false });
    return "";
  } catch (error) {
    return String(error.message);
  }
};

/** Whether it is drawn only for an author who is trusted: links, pictures, attributes of HTML. */
const wantsTrust = (name) => {
  let asked = false;
  const trust = () => {
    asked = true;
    return false;
  };
  try {
    katex.renderToString(`\\${name}{a=b}{x}`, { displayMode: true, strict: "ignore", trust }); // an address, an attribute
  } catch {} // it takes no such argument
  return asked;
};

/** They draw nothing: they write to the browser's console. */
const SILENT = new Set(["errmessage", "message", "show"]);

/** Commands and environments that this version of KaTeX knows, tried one by one. */
export function names() {
  const words = new Set(
    [...source.matchAll(/["']\\\\([a-zA-Z]+)["']/g)].map((found) => found[1]).filter((name) => !SILENT.has(name)),
  );
  const known = [...words].filter((name) => !refusal(`\\${name}`).includes(`Undefined control sequence: \\${name}`));
  const commands = known.filter((name) => !wantsTrust(name));
  const quoted = new Set([...source.matchAll(/["']([a-zA-Z]{2,16}\*?)["']/g)].map((found) => found[1]));
  const environments = [...quoted].filter((name) => !refusal(`\\begin{${name}}`).includes("No such environment"));
  return { commands: commands.sort(), environments: environments.sort() };
}

/** The Python module that holds them. */
export function module() {
  const { commands, environments } = names();
  return `"""What KaTeX ${katex.version} draws. Written by \`npm --prefix web run names\`; not by hand."""
# ruff: noqa: SIM905  a list of a thousand strings is a page of commas

COMMANDS = frozenset(
    """
${wrapped(commands)}
""".split()
)
"""Without the backslash."""

ENVIRONMENTS = frozenset(
    """
${wrapped(environments)}
""".split()
)
`;
}

function wrapped(words) {
  const lines = [""];
  for (const word of words) {
    const last = lines[lines.length - 1];
    if (last.length + word.length > 118) lines.push(word);
    else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
  }
  return lines.join("\n");
}

if (process.argv[2] === "write") writeFileSync(TARGET, module());
