import { stdin, stdout } from "node:process";
import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import { createKeySigner, createVerifier, jobRecord, sealRecord, signRecord } from "@icn-mesh/core";
import { bestEngine, systemClock, systemRng } from "@icn-mesh/core/node";
import { echoJob } from "./echo-job.ts";
import { receiveJob } from "./receive-job.ts";
import { foundSoloFederation } from "./solo-federation.ts";

const { values: options } = parseArgs({ options: { once: { type: "boolean", default: false } } });

const engine = bestEngine();
const signer = createKeySigner({ engine, secretKey: systemRng.bytes(32) });
const verifier = createVerifier({ engine });
const net = await foundSoloFederation(signer);

show("account", signer.did);
show("federation", net);
await signAndVerify("hello, mesh");
if (!options.once && stdin.isTTY) await signEveryLine();

async function signAndVerify(payload: string): Promise<void> {
  const createdAt = systemClock.now();
  const body = echoJob({ net, by: signer.did, nonce: systemRng.bytes(16), createdAt, payload });
  const job = await signRecord(jobRecord, body, signer);
  const envelope = sealRecord(job);

  show("job", job.cid);
  show("sent", `${envelope.length} bytes: a signed job, to echo ${JSON.stringify(payload)}`);
  show("received", judge(envelope));
  show("tampered", judge(withLastBitFlipped(envelope)));
}

/** The receiving side sees nothing but the bytes. */
function judge(envelope: Uint8Array): string {
  const received = receiveJob(envelope, verifier);
  if (!received.ok) return `refused, ${received.refusal.code}`;
  const { cid, body } = received.value;
  return `verified with ${engine.name}, job ${cid.slice(-6)} by ${body.by.slice(-6)}`;
}

/** Still a well-formed job, which allows one millisecond more: nobody has signed that. */
function withLastBitFlipped(envelope: Uint8Array): Uint8Array {
  const altered = envelope.slice();
  altered[altered.length - 1] = (altered.at(-1) ?? 0) ^ 1;
  return altered;
}

async function signEveryLine(): Promise<void> {
  console.log("\nType a line to have it signed as another job; Ctrl-D ends.");
  const lines = createInterface({ input: stdin, output: stdout, prompt: "> " });
  lines.prompt();
  for await (const line of lines) {
    if (line !== "") await signAndVerify(line);
    lines.prompt();
  }
}

function show(label: string, text: string): void {
  console.log(`${label.padEnd(12)}${text}`);
}
