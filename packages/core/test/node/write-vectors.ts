import { writeFileSync } from "node:fs";
import { makeVectors } from "../records/vectors.ts";

// Writes the golden file anew: `node --conditions=@icn-mesh/source packages/core/test/node/write-vectors.ts`.
// A line that changes is a change of bytes, which needs a new version of the record and an ADR.
const lines = (await makeVectors()).map((vector) => `  ${JSON.stringify(vector)}`);
writeFileSync(new URL("../records/vectors.json", import.meta.url), `[\n${lines.join(",\n")}\n]\n`);
