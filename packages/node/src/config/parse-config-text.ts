import { parseDocument } from "yaml";

/** What the text of a configuration file says, or where it is broken. */
export type ParsedConfigText =
  | { readonly ok: true; readonly values: unknown }
  | { readonly ok: false; readonly problem: string };

/** Reads JSON where the name ends so, and YAML otherwise. A key that stands there twice is refused. */
export function parseConfigText(text: string, extension: string): ParsedConfigText {
  // JSON is YAML, whose parser says where it broke; the version keeps "no" and "1_000" what they are.
  const document = parseDocument(text, { version: "1.2", uniqueKeys: true, strict: true });
  const [error] = document.errors;
  if (error !== undefined)
    return { ok: false, problem: `not ${nameOf(extension)}: ${error.message.split("\n")[0]}` };
  try {
    return { ok: true, values: document.toJS({ maxAliasCount: 16 }) };
  } catch {
    return { ok: false, problem: "too many aliases" };
  }
}

function nameOf(extension: string): string {
  return extension === ".json" ? "JSON" : "YAML";
}
