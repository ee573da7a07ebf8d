import { existsSync } from "node:fs";
import { configSchema, loadConfig, type NodeConfig, type NodeExtension } from "@icn-mesh/node";
import type { GivenOptions } from "../command-line/given-options.ts";
import { CliError, usage } from "../errors.ts";

/** Variables of ours that are no settings of a node. */
const FOREIGN = ["ICN_MESH_API_KEY", "ICN_MESH_CONFIG", "ICN_MESH_URL"];

/** Where a configuration is looked for when none is named. */
export const USUAL_FILES = ["icn-mesh.yaml", "icn-mesh.json"] as const;

/** What the options and the environment say of a configuration. */
export interface ConfigCall {
  readonly options: GivenOptions;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Settings that a command has options of its own for. */
  readonly flags?: Readonly<Record<string, string>>;
}

/** The configuration of a node for a command; refuses with `CLI_CONFIG`, all that is wrong at once. */
export async function loadNodeConfig(
  call: ConfigCall,
  extensions: readonly NodeExtension[],
): Promise<NodeConfig> {
  const file = configFile(call);
  const read = await loadConfig(configSchema(extensions), {
    ...(file !== undefined && { file }),
    environment: call.env,
    foreignVariables: FOREIGN,
    flags: { ...settings(call.options), ...call.flags },
  });
  if (read.ok) return read.config;
  throw new CliError(read.problems.join("\n      "), { code: "CLI_CONFIG", problems: read.problems });
}

/** The configuration file of a call: that which is named, or the usual one, if it is here. */
export function configFile({ options, env }: Pick<ConfigCall, "env" | "options">): string | undefined {
  return options.text("config") ?? env["ICN_MESH_CONFIG"] ?? USUAL_FILES.find((name) => existsSync(name));
}

function settings(options: GivenOptions): Record<string, string> {
  const data = options.text("data");
  const flags: Record<string, string> = data === undefined ? {} : { data };
  for (const each of options.list("set")) {
    const at = each.indexOf("=");
    if (at < 1) throw usage(`--set takes key=value, not ${JSON.stringify(each)}`);
    flags[each.slice(0, at)] = each.slice(at + 1);
  }
  return flags;
}
