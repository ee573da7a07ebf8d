import { readFile } from "node:fs/promises";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";
import { systemClock } from "@icn-mesh/core/node";
import { runLocally } from "@icn-mesh/sandbox";
import { createProcessRunner } from "@icn-mesh/sandbox/node";

// Counts the words of the file that is named, or of the program's own source.
const [, , file = fileURLToPath(new URL("../guest/word-count.c", import.meta.url))] = argv;
const runner = createProcessRunner({ clock: systemClock }, { processes: 1 });
try {
  const { outcome, usage, needs } = await runLocally(
    { runner },
    {
      module: await readFile(new URL("../word-count.wasm", import.meta.url)),
      inputs: [await readFile(file)],
      args: ["5"],
      deterministic: true,
    },
  );
  if (outcome.type === "ok") process.stdout.write(outcome.result);
  else console.log(`${outcome.class}: ${outcome.message}`);
  console.log(`used ${usage.fuel} units of fuel and ${usage.peakMemoryBytes} bytes of memory`);
  console.log(`ask for ${JSON.stringify(needs.limits)}`);
} finally {
  await runner.close();
}
