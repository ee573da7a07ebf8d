import { writeFileSync } from "node:fs";
import { makeGolden } from "./golden.ts";

// `node --conditions=@icn-mesh/source test/messages/write-golden.ts` after a change of the format that was decided.
writeFileSync(new URL("golden.json", import.meta.url), `${JSON.stringify(makeGolden(), null, 2)}\n`);
