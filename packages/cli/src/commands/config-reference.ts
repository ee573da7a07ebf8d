import { type ConfigKey, configJsonSchema, configKeys, configSchema } from "@icn-mesh/node";
import type { CommandCall } from "../command-line/command-run.ts";
import { EXIT, type ExitCode } from "../command-line/exit-code.ts";
import { nodeDoors } from "../node/node-doors.ts";

/** Prints every setting as a table of Markdown. */
export async function configReference({ output }: CommandCall): Promise<ExitCode> {
  const keys = configKeys(configSchema(nodeDoors().extensions));
  output.show(keys, () => [...HEAD, ...keys.map(rowOf)].join("\n"));
  return EXIT.done;
}

/** Prints the JSON Schema of a configuration file. */
export async function configSchemaFile({ output }: CommandCall): Promise<ExitCode> {
  const schema = configJsonSchema(configSchema(nodeDoors().extensions));
  output.show(schema, () => JSON.stringify(schema, null, 2));
  return EXIT.done;
}

const HEAD = ["| setting | variable | type | when not given | |", "|---|---|---|---|---|"];

function rowOf(key: ConfigKey): string {
  const type = key.choices.length > 0 ? key.choices.map((each) => `\`${each}\``).join(" ") : key.type;
  const fallback = key.fallback === undefined ? "" : `\`${JSON.stringify(key.fallback)}\``;
  const secret = key.isSecret ? " (a secret: by the variable only)" : "";
  return `| \`${key.path}\` | \`${key.env}\` | ${type} | ${fallback} | ${key.description}${secret} |`;
}
