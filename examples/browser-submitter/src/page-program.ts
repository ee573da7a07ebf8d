import { type Client, createClient } from "@icn-mesh/client";
import { createKeySigner, nobleEngine } from "@icn-mesh/core";
import { signSubmission } from "./sign-submission.ts";
import type { Welcome } from "./welcome.ts";

// What runs in the page: it makes a key, signs a job and its hold, follows the job, and checks all that it is shown.

const SECRET_BYTES = 32;
const NONCE_BYTES = 16;

// The key is gone with the page; an application would keep it in a wallet.
const signer = createKeySigner({ engine: nobleEngine(), secretKey: chance(SECRET_BYTES) });
const welcome = await greet();
const client: Client = createClient({ url: welcome.url, signer });
let gift: Welcome["gift"] | undefined = welcome.gift;
let job: string | undefined;

at("account").textContent = signer.did;
at("form").addEventListener("submit", (event) => {
  event.preventDefault();
  void busy(submitAndFollow);
});
at("verify").addEventListener("click", () => void busy(verify));
allow("submit");

async function greet(): Promise<Welcome> {
  const response = await fetch("/welcome", { method: "POST", body: signer.did });
  return (await response.json()) as Welcome;
}

async function submitAndFollow(): Promise<void> {
  for (const id of ["stages", "result", "verdict"]) at(id).textContent = "";
  const payload = (at("payload") as HTMLInputElement).value;
  const head = await client.showAccountHead({ params: { did: signer.did } });
  const terms = { ...welcome, payload, head, gift, nonce: chance(NONCE_BYTES), now: Date.now() };
  const { id } = await client.submitSignedJob({ body: await signSubmission(terms, signer) });
  gift = undefined;
  job = id;
  for await (const event of client.jobEvents({ params: { id } })) show(event);
  at("result").textContent = await textOf(await client.jobResult({ params: { id } }));
  await verify();
}

/** The id of the federation came from the site, and nothing of the node is believed beyond that. */
async function verify(): Promise<void> {
  if (job === undefined) return;
  const { proven, problems, settlement } = await client.verifyHistory(job, { net: welcome.net });
  const verdict = at("verdict");
  verdict.dataset["proven"] = String(proven);
  verdict.textContent = proven ? `proven, ${settlement}` : `not proven: ${JSON.stringify(problems)}`;
  allow("verify");
}

type JobEvent = ReturnType<Client["jobEvents"]> extends AsyncGenerator<infer Event> ? Event : never;

function show({ event, data }: JobEvent): void {
  const line = document.createElement("li");
  line.textContent =
    event === "entry" ? `${data.type} ${data.record ?? ""}` : `${data.status}, ${data.settlement}`;
  at("stages").append(line);
}

async function busy(work: () => Promise<void>): Promise<void> {
  (at("submit") as HTMLButtonElement).disabled = true;
  at("trouble").textContent = "";
  try {
    await work();
  } catch (error) {
    at("trouble").textContent = String(error);
  } finally {
    allow("submit");
  }
}

function allow(id: string): void {
  (at(id) as HTMLButtonElement).disabled = false;
}

function at(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no ${id}`);
  return element;
}

function chance(length: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(length));
}

async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const piece of bytes) text += decoder.decode(piece, { stream: true });
  return text;
}
