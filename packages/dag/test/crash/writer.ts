import { writeSync } from "node:fs";
import { argv, stdout } from "node:process";
import type { Storage } from "@icn-mesh/core";
import { openFileStorage } from "../../src/engines/file/open-file-storage.ts";
import { openSqliteStorage } from "../../src/engines/sqlite/open-sqlite-storage.ts";
import { commitStep, historyOptions, lastStep } from "./history.ts";

// Goes on with the history from where the store is, and says after each commit that it was acknowledged:
// `node writer.ts file|sqlite <path> <steps> [without-sync]`.

const [engine, path = "", steps, sync] = argv.slice(2);
const durable = sync !== "without-sync";

const storage: Storage =
  engine === "file"
    ? await openFileStorage(path, historyOptions, { durable, segmentBytes: 6000, checkpointBytes: 20_000 })
    : await openSqliteStorage(path, historyOptions, { durable });

const say = (line: string | number) => writeSync(stdout.fd, `${line}\n`); // at once, not when the stream gets to it
const codeOf = ({ code }: { readonly code?: unknown }) => String(code);

const first = (await lastStep(storage)) + 1;
for (let step = first; step < first + Number(steps); step++) {
  const refusal = await commitStep(storage, step).catch(codeOf);
  if (refusal === undefined) say(step);
  else {
    say(`refused ${refusal}`);
    await storage.commit({ blocks: [{ bytes: Uint8Array.of(1) }] }).then(
      () => say("and taken"),
      (error) => say(`and refused ${codeOf(error)}`),
    );
    break;
  }
}
await storage.close();
