import { type Comment, type Program, parseSync } from "oxc-parser";
import type { SourceFile } from "./source-file.ts";

/** A TypeScript file as its syntax tree, with the line of every offset. */
export interface ParsedModule {
  readonly file: SourceFile;
  readonly program: Program;
  readonly comments: readonly Comment[];
  lineOf(offset: number): number;
}

const parsed = new WeakMap<SourceFile, ParsedModule>();

/** Parses a file once, however many rules ask for it; throws where the syntax is broken. */
export function parseModule(file: SourceFile): ParsedModule {
  const known = parsed.get(file);
  if (known !== undefined) return known;
  const { program, comments, errors } = parseSync(file.path, file.text, { lang: "ts", sourceType: "module" });
  if (errors[0] !== undefined) throw new Error(`${file.path}: ${errors[0].message}`);
  const module = { file, program, comments, lineOf: (offset: number) => lineAt(file.text, offset) };
  parsed.set(file, module);
  return module;
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) line++;
  return line;
}
