import { execFile } from "node:child_process";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { argv, execArgv, execPath } from "node:process";
import { pipeline } from "node:stream/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import {
  type Cid,
  CodedError,
  createKeySigner,
  createVerifier,
  parseCid,
  signedRecords,
} from "@icn-mesh/core";
import { bestEngine, systemClock, systemRng } from "@icn-mesh/core/node";
import { createKeptLinks, exportCar, openStorage } from "@icn-mesh/dag";
import { HISTORY } from "./history.ts";
import { inspectCar } from "./inspect-car.ts";
import { writeHistory } from "./write-history.ts";

const [, , file, head] = argv;
if (file === undefined || head === undefined) await demonstrate();
else await inspect(file, parseCid(head));

/** Writes a history, exports it, and has another process say what it is worth. */
async function demonstrate(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "dag-inspector-"));
  try {
    const car = join(folder, "history.car");
    const newest = await writeAndExport(folder, car);
    const inspector = [...execArgv, fileURLToPath(import.meta.url), car, newest];
    const { stdout } = await promisify(execFile)(execPath, inspector);
    console.log(stdout.trimEnd());
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function writeAndExport(folder: string, car: string): Promise<Cid> {
  const keptLinks = createKeptLinks(signedRecords);
  const storage = await openStorage(pathToFileURL(join(folder, "store")).href, { keptLinks });
  const signer = createKeySigner({ engine: bestEngine(), secretKey: systemRng.bytes(32) });
  await writeHistory(storage, signer, systemClock.now());
  const newest = await storage.ref(HISTORY);
  if (newest === null) throw new Error("the history is empty");
  await pipeline(exportCar(storage, [newest], { keptLinks }), createWriteStream(car));
  await storage.close();
  console.log(`account     ${signer.did}`);
  console.log(`newest      ${newest}`);
  return newest;
}

async function inspect(path: string, newest: Cid): Promise<void> {
  const verifier = createVerifier({ engine: bestEngine() });
  try {
    for await (const line of inspectCar(createReadStream(path), newest, verifier)) console.log(line);
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    console.log(`refused     ${error.code}`);
    process.exitCode = 1;
  }
}
