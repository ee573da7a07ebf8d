import type { OptionRule } from "./command-rule.ts";

/** What stands behind a command that asks a running node. */
export const NODE_OPTIONS: readonly OptionRule[] = [
  {
    name: "url",
    letter: "u",
    value: "address",
    says: "The API of the node; ICN_MESH_URL, or http://127.0.0.1:7845",
  },
  {
    name: "sign-with",
    value: "file",
    says: "Sign requests with the key in that file; ICN_MESH_API_KEY goes first",
  },
];
