import { readFile } from "node:fs/promises";
import { dirname, extname, resolve } from "node:path";
import type * as z from "zod";
import { NodeError } from "../errors.ts";
import { parseConfigText } from "./parse-config-text.ts";
import { type ConfigSources, type ReadConfig, readConfig } from "./read-config.ts";

/** Where a configuration comes from, with the path of its file, if there is one. */
export interface ConfigPlaces extends Omit<ConfigSources, "file"> {
  readonly file?: string;
}

/** Reads a configuration with its file, which is JSON or YAML. Throws `NODE_CONFIG_UNREADABLE` for a file that cannot be read. */
export async function loadConfig<Schema extends z.ZodType>(
  schema: Schema,
  { file, ...sources }: ConfigPlaces,
): Promise<ReadConfig<z.output<Schema>>> {
  if (file === undefined) return readConfig(schema, sources);
  const path = resolve(file);
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    const message = `the configuration file ${path} cannot be read`;
    throw new NodeError(message, { code: "NODE_CONFIG_UNREADABLE", path }, { cause });
  });
  const parsed = parseConfigText(text, extname(path));
  if (!parsed.ok) return { ok: false, problems: [`${path}: ${parsed.problem}`] };
  return readConfig(schema, { ...sources, file: { values: parsed.values, directory: dirname(path) } });
}
