import { writeFileSync } from "node:fs";
import wabt from "wabt";
import { SAMPLE_TEXTS } from "./sample-modules.ts";

// Writes src/testing/sample-modules.ts; a test compares the two.

const { parseWat } = await wabt();
const lines = Object.entries(SAMPLE_TEXTS).map(([name, text]) => {
  const { buffer } = parseWat(`${name}.wat`, text).toBinary({});
  return `  ${name}: module(\n    "${Buffer.from(buffer).toString("base64")}",\n  ),`;
});
const source = `// Made from test/sample-modules.ts, where they stand as text, by test/write-sample-modules.ts.

/** The guests of the contract. */
export const SAMPLE_MODULES = {
${lines.join("\n")}
} as const;

function module(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}
`;
writeFileSync(new URL("../src/testing/sample-modules.ts", import.meta.url), source);
