import { resolve } from "node:path";
import type * as z from "zod";
import { type ConfigKey, configKeys, namesAt } from "./config-key.ts";
import { nearestName } from "./nearest-name.ts";
import { parseSetting } from "./parse-setting.ts";

/** Where settings come from; the later of two in this order wins. */
export interface ConfigSources {
  /** What a configuration file says, already parsed, and the directory that its paths are relative to. */
  readonly file?: { readonly values: unknown; readonly directory: string };
  /** Variables; those that begin with `ICN_MESH_` are settings. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Settings by their place, as text: `network.listen` → `/ip4/…`. */
  readonly flags?: Readonly<Record<string, string>>;
  /** Variables that begin alike and belong to somebody else. */
  readonly foreignVariables?: readonly string[];
}

/** A configuration, or everything that is wrong with it. */
export type ReadConfig<Config> =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Joins the sources and checks them against the schema. What is refused is refused by name, with the nearest known one. */
export function readConfig<Schema extends z.ZodType>(
  schema: Schema,
  sources: ConfigSources,
): ReadConfig<z.output<Schema>> {
  const keys = configKeys(schema);
  const { file, environment = {}, flags = {}, foreignVariables = [] } = sources;
  const problems: string[] = [];
  const values = file === undefined ? {} : structuredClone(file.values ?? {});
  if (!isObject(values)) return { ok: false, problems: ["the configuration file is not a map of keys"] };
  const place = { keys, values, problems };
  takeFile(place, file?.directory ?? ".");
  takeEnvironment(place, environment, new Set(foreignVariables));
  takeFlags(place, flags);
  const parsed = schema.safeParse(values);
  if (!parsed.success)
    problems.push(...parsed.error.issues.flatMap((issue) => problemsOf(schema, keys, issue)));
  return problems.length === 0 && parsed.success
    ? { ok: true, config: parsed.data }
    : { ok: false, problems };
}

interface Place {
  readonly keys: readonly ConfigKey[];
  readonly values: Record<string, unknown>;
  readonly problems: string[];
}

function takeFile({ keys, values, problems }: Place, directory: string): void {
  for (const { path, env, isSecret, isPath } of keys) {
    const value = valueAt(values, path);
    if (value === undefined) continue;
    if (isSecret)
      problems.push(`${path} is a secret and does not belong in the configuration file; set ${env} instead`);
    if (isPath) setAt(values, path, resolvedFrom(directory, value));
  }
}

function takeEnvironment(
  place: Place,
  environment: Readonly<Record<string, string | undefined>>,
  foreign: ReadonlySet<string>,
): void {
  const byName = new Map(place.keys.map((key) => [key.env, key]));
  for (const [name, text] of Object.entries(environment)) {
    if (!name.startsWith("ICN_MESH_") || foreign.has(name) || text === undefined) continue;
    const key = byName.get(name);
    if (key === undefined) place.problems.push(unknownName(`the variable ${name}`, name, [...byName.keys()]));
    else take(place, key, text);
  }
}

function takeFlags(place: Place, flags: Readonly<Record<string, string>>): void {
  const byPath = new Map(place.keys.map((key) => [key.path, key]));
  for (const [path, text] of Object.entries(flags)) {
    const key = byPath.get(path);
    if (key === undefined) place.problems.push(unknownName(`the setting ${path}`, path, [...byPath.keys()]));
    else if (key.isSecret)
      place.problems.push(
        `${path} is a secret, which others could read on the command line; set ${key.env} instead`,
      );
    else take(place, key, text);
  }
}

function take({ values }: Place, key: ConfigKey, text: string): void {
  const value = parseSetting(key, text);
  setAt(values, key.path, key.isPath ? resolvedFrom(".", value) : value);
}

/** A path, or each of a list of them; what is neither is left for the schema to refuse. */
function resolvedFrom(directory: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => resolvedFrom(directory, each));
  return typeof value === "string" ? resolve(directory, value) : value;
}

function problemsOf(
  schema: z.ZodType,
  keys: readonly ConfigKey[],
  issue: z.core.$ZodIssue,
): readonly string[] {
  const place = issue.path.join(".");
  if (issue.code === "unrecognized_keys") {
    const names = namesAt(schema, issue.path);
    return issue.keys.map((key) => unknownName(`the key ${[...issue.path, key].join(".")}`, key, names));
  }
  const isSecret = keys.some(({ path, isSecret: secret }) => secret && path === place);
  return [`${place || "the configuration"}: ${isSecret ? "not a fitting value" : issue.message}`];
}

function unknownName(what: string, name: string, names: readonly string[]): string {
  const nearest = nearestName(name, names);
  return `${what} is not known${nearest === undefined ? "" : `; did you mean ${nearest}?`}`;
}

function valueAt(values: unknown, path: string): unknown {
  let here = values;
  for (const name of path.split(".")) here = isObject(here) ? here[name] : undefined;
  return here;
}

function setAt(values: Record<string, unknown>, path: string, value: unknown): void {
  const names = path.split(".");
  const last = names.pop() ?? path;
  let here = values;
  for (const name of names) {
    const next = here[name];
    // What is no map cannot hold it, and the schema says so.
    if (next !== undefined && !isObject(next)) return;
    here[name] = next ?? {};
    here = here[name] as Record<string, unknown>;
  }
  here[last] = value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
