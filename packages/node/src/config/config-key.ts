import * as z from "zod";

/** One setting of a configuration, as a schema describes it. */
export interface ConfigKey {
  /** Its place, e.g. `network.listen`. */
  readonly path: string;
  /** The variable of the environment that sets it, e.g. `ICN_MESH_NETWORK_LISTEN`. */
  readonly env: string;
  /** What JSON calls its type; `any` where it can be several. */
  readonly type: string;
  readonly choices: readonly string[];
  readonly description: string;
  /** What holds when it is not given; undefined where nothing does. */
  readonly fallback: unknown;
  /** True for what is taken from the environment alone, and never printed. */
  readonly isSecret: boolean;
  /** True for a path, which is read from where it is written. */
  readonly isPath: boolean;
}

interface Described {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Described>>;
  readonly enum?: readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly secret?: boolean;
  readonly path?: boolean;
}

/** The JSON Schema of a configuration file, for editors. */
export function configJsonSchema(schema: z.ZodType): Readonly<Record<string, unknown>> {
  return z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
}

/** Every setting of a schema, in its order. */
export function configKeys(schema: z.ZodType): readonly ConfigKey[] {
  return keysBelow(configJsonSchema(schema) as Described, []);
}

/** The names that an object of the configuration has at a place. */
export function namesAt(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  let here: Described | undefined = configJsonSchema(schema) as Described;
  for (const name of path) here = here?.properties?.[String(name)];
  return Object.keys(here?.properties ?? {});
}

function keysBelow({ properties = {} }: Described, above: readonly string[]): ConfigKey[] {
  return Object.entries(properties).flatMap(([name, each]) => {
    const path = [...above, name];
    return each.properties === undefined ? [keyOf(each, path)] : keysBelow(each, path);
  });
}

function keyOf(each: Described, path: readonly string[]): ConfigKey {
  return {
    path: path.join("."),
    env: `ICN_MESH_${path.map(screaming).join("_")}`,
    type: each.type ?? "any",
    choices: each.enum ?? [],
    description: each.description ?? "",
    fallback: each.default,
    isSecret: each.secret === true,
    isPath: each.path === true,
  };
}

/** `allowPrivateAddresses` is `ALLOW_PRIVATE_ADDRESSES`. */
function screaming(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}
