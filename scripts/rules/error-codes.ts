import { basename } from "node:path/posix";
import type { Node } from "oxc-parser";
import { isPackageSource } from "./file-kinds.ts";
import { type ParsedModule, parseModule } from "./parse-module.ts";
import type { Problem, Rule } from "./rule.ts";
import type { SourceFile } from "./source-file.ts";
import { walk } from "./walk.ts";

const TABLE = "docs/errors.md";
const UPPER_CASE = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/;

/** Every error and refusal code has one row in the table of `docs/errors.md`, and every row a code. */
export const errorCodes: Rule = {
  name: "error-codes",
  check: (files) => {
    const table = files.find(({ path }) => path === TABLE);
    const rows = rowsOf(table);
    const codes = files.filter(isPackageSource).map(parseModule).flatMap(codesOf);
    return [...missingRows(codes, rows), ...staleRows(codes, rows), ...rows.filter(isSecond).map(twice)];
  },
};

interface Code {
  readonly code: string;
  readonly path: string;
  readonly line: number;
}

function missingRows(codes: readonly Code[], rows: readonly Code[]): Problem[] {
  const documented = new Set(rows.map(({ code }) => code));
  const first = new Map(codes.toReversed().map((each) => [each.code, each]));
  return [...first.values()]
    .filter(({ code }) => !documented.has(code))
    .map(({ code, path, line }) => ({ path, line, message: `${code} has no row in ${TABLE}` }));
}

function staleRows(codes: readonly Code[], rows: readonly Code[]): Problem[] {
  const used = new Set(codes.map(({ code }) => code));
  return rows
    .filter(({ code }) => !used.has(code))
    .map(({ code, path, line }) => ({ path, line, message: `nothing in packages/ has the code ${code}` }));
}

function isSecond(row: Code, index: number, rows: readonly Code[]): boolean {
  return rows.findIndex(({ code }) => code === row.code) < index;
}

function twice({ code, path, line }: Code): Problem {
  return { path, line, message: `${code} has two rows` };
}

function rowsOf(table: SourceFile | undefined): Code[] {
  return (table?.text ?? "").split("\n").flatMap((text, index) => {
    const code = /^\|\s*`([A-Z0-9_]+)`\s*\|/.exec(text)?.[1];
    return code === undefined ? [] : [{ code, path: TABLE, line: index + 1 }];
  });
}

/** A code is a string in upper case that begins with the name of its package, stands in `errors.ts`, or is a `code`. */
function codesOf(module: ParsedModule): Code[] {
  const { path } = module.file;
  const prefix = `${basename(path.split("/src/")[0] as string)
    .toUpperCase()
    .replaceAll("-", "_")}_`;
  const codes: Code[] = [];
  walk(module.program, (node, parent) => {
    if (node.type !== "Literal" || typeof node.value !== "string" || !UPPER_CASE.test(node.value)) return;
    if (node.value.startsWith(prefix) || path.endsWith("/errors.ts") || isCodeOf(parent)) {
      codes.push({ code: node.value, path, line: module.lineOf(node.start) });
    }
  });
  return codes;
}

function isCodeOf(parent: Node | undefined): boolean {
  return parent?.type === "Property" && parent.key.type === "Identifier" && parent.key.name === "code";
}
