import { argv } from "node:process";
import { createProtoWriter } from "../../src/blocks/wire/proto-fields.ts";
import { createRawHost, frameOf, GOSSIP_PROTOCOL } from "../hostile/raw-host.ts";
import { ECHO, LATER, NEWS } from "./honest-words.ts";

// A node of a later version, as the node at an address sees it: it means well, and says things that nobody knows yet.

const [, , target = "", topic = "", record = ""] = argv;
const host = await createRawHost(target);
await host.connect();

const gossip = await host.open(GOSSIP_PROTOCOL);
gossip.send(rpc({ subscribes: [NEWS, "/icn-mesh/2/news"] }));
gossip.send(
  rpc({
    publishes: [
      { topic: NEWS, data: Uint8Array.of(LATER, 1, 2, 3) },
      { topic: "/icn-mesh/2/news", data: Uint8Array.of(9) },
      { topic, data: Buffer.from(record, "base64") },
    ],
  }),
);

const refused = await host.open("/icn-mesh/tomorrow/2").then(
  () => false,
  () => true,
);

const echo = await host.open(ECHO.name);
const answered = new Promise<number[]>((resolve) => {
  echo.addEventListener("message", ({ data }) => resolve([...data.subarray()]));
});
echo.send(frameOf(Uint8Array.of(77, 0, 0, 0, 1, 42)));
echo.send(frameOf(Uint8Array.of(0, 0, 0, 0, 2, 0, 0, 0x27, 0x10, 5)));
console.log(JSON.stringify({ refused, answer: await answered }));
process.stdin.resume().once("end", () => host.stop());

interface Rpc {
  readonly subscribes?: readonly string[];
  readonly publishes?: readonly { readonly topic: string; readonly data: Uint8Array }[];
}

/** A message of gossip with fields, at every level, that this version does not have. */
function rpc({ subscribes = [], publishes = [] }: Rpc): Uint8Array {
  const writer = createProtoWriter();
  writer.bytes(900, Uint8Array.of(1, 2, 3));
  for (const name of subscribes) {
    const entry = createProtoWriter();
    entry.number(1, 1);
    entry.bytes(2, new TextEncoder().encode(name));
    entry.number(90, 7);
    writer.bytes(1, entry.finish());
  }
  for (const { topic: name, data } of publishes) {
    const entry = createProtoWriter();
    entry.bytes(2, data);
    entry.bytes(4, new TextEncoder().encode(name));
    entry.bytes(91, Uint8Array.of(4));
    writer.bytes(2, entry.finish());
  }
  const control = createProtoWriter();
  control.bytes(92, Uint8Array.of(5));
  writer.bytes(3, control.finish());
  return frameOf(writer.finish());
}
