import type { OptionRule } from "./command-rule.ts";

/** What stands behind every command. */
export const COMMON_OPTIONS: readonly OptionRule[] = [
  { name: "json", says: "Print JSON, one value to a line, for programs to read" },
  { name: "no-color", says: "Print no colours; they are printed to terminals only" },
  { name: "help", letter: "h", says: "Say what it takes, and do nothing" },
];

/** What stands behind a command that needs the configuration of a node. */
export const CONFIG_OPTIONS: readonly OptionRule[] = [
  {
    name: "config",
    letter: "c",
    value: "file",
    says: "The configuration, in JSON or YAML; ICN_MESH_CONFIG otherwise",
  },
  {
    name: "data",
    letter: "d",
    value: "directory",
    says: "The data directory, whatever the configuration says",
  },
  {
    name: "set",
    value: "key=value",
    isList: true,
    says: "A setting, whatever the configuration says; may be repeated",
  },
];
