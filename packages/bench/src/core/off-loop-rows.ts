import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { createKeySigner, type SignatureClaim, type SignatureEngine } from "@icn-mesh/core";
import { createWorkerVerifier } from "@icn-mesh/core/node";
import { type BenchRow, median } from "../side-by-side.ts";

const BATCH = 16;
const BATCHES = 400;
const ROUNDS = 9;
const ECHO =
  "const { parentPort } = require('node:worker_threads'); parentPort.on('message', (m) => parentPort.postMessage(m))";

/** What verifying on another thread costs this one, in its own processor time, against one message there and back. */
export async function offLoopRows(engine: SignatureEngine): Promise<readonly BenchRow[]> {
  const claims = await makeClaims(engine);
  const verifier = createWorkerVerifier({ engine }, { threads: 1 });
  const echo = new Worker(ECHO, { eval: true });
  const message = async (): Promise<void> => {
    echo.postMessage(1);
    await once(echo, "message");
  };
  const batch = async (): Promise<void> => {
    await verifier.verifyMany(claims);
  };
  const rounds: [number, number][] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    rounds.push([await threadMicros(message), (await threadMicros(batch)) / BATCH]);
  }
  await Promise.all([verifier.close(), echo.terminate()]);
  const measured = rounds.slice(1); // the first warms both up
  const operation = "verify on another thread, cost here";
  const floor = {
    operation,
    name: "one bare postMessage and its answer",
    micros: median(measured.map(([floor]) => floor)),
  };
  const ours = {
    operation,
    name: `ours: per record, batches of ${BATCH}`,
    micros: median(measured.map(([, ours]) => ours)),
  };
  const ratio = median(measured.map(([floor, ours]) => ours / floor));
  return [
    { ...floor, ratio: 1, wanted: undefined },
    { ...ours, ratio, wanted: undefined },
  ];
}

/** Processor time of this thread for one call, not the time that it waited. */
async function threadMicros(run: () => Promise<void>): Promise<number> {
  const before = process.threadCpuUsage();
  for (let call = 0; call < BATCHES; call++) await run();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / BATCHES;
}

async function makeClaims(engine: SignatureEngine): Promise<readonly SignatureClaim[]> {
  const signer = createKeySigner({ engine, secretKey: new Uint8Array(32).fill(6) });
  return Promise.all(
    Array.from({ length: BATCH }, async (_, index) => {
      const message = new Uint8Array(300).fill(index);
      return { by: signer.did, message, signature: await signer.sign(message) };
    }),
  );
}
