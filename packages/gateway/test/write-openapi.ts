import { writeFile } from "node:fs/promises";
import { openApiDocument } from "../src/index.ts";

const page = new URL("../../../docs/openapi.json", import.meta.url);
await writeFile(page, `${JSON.stringify(openApiDocument(), null, 2)}\n`);
