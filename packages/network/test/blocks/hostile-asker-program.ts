import { randomBytes } from "node:crypto";
import { argv, stdin } from "node:process";
import type { Stream } from "@libp2p/interface";
import { BITSWAP } from "../../src/blocks/bitswap-door.ts";
import { encodeBlockMessage, MAX_MESSAGE_ENTRIES, type Want } from "../../src/blocks/wire/block-message.ts";
import { createRawHost, frameOf } from "../hostile/raw-host.ts";

// Asks the node at an address for blocks until its input ends, without any of our limits: <attack> <protocol> <address>.

const [, , attack = "", protocol = "", target = ""] = argv;

/** Wants for blocks of random names, as many as fit into a message. */
function wants(count: number): Uint8Array {
  const some = Array.from(
    { length: count },
    (): Want => ({
      name: Uint8Array.of(1, 0x55, 0x12, 0x20, ...randomBytes(32)),
      cid: undefined,
      type: "block",
      answerNo: true,
    }),
  );
  return frameOf(encodeBlockMessage({ wants: some, blocks: [], presences: [] }));
}

const ATTACKS: Readonly<Record<string, (stream: Stream) => Promise<void>>> = {
  /** A full ledger of the largest blocks, of which nothing is read. */
  async stall(stream) {
    stream.send(wants(MAX_MESSAGE_ENTRIES));
  },
  /** A want-list of a million entries. */
  async flood(stream) {
    const perMessage = protocol === BITSWAP.name ? 90_000 : 45_000;
    const list = wants(perMessage); // made once: it would not find the time to send it otherwise
    for (let sent = 0; sent < 1_000_000; sent += perMessage) {
      if (!stream.send(list)) await stream.onDrain();
      tell();
    }
  },
  /** Bytes that are no message, on one stream after the other. */
  async garbage(stream) {
    stream.send(frameOf(randomBytes(60_000)));
  },
};

let hasBegun = false;

/** Tells, once, that the first message is on its way. */
function tell(): void {
  if (!hasBegun) console.log("attacking");
  hasBegun = true;
}

const isOver = { value: false };
stdin.resume().once("end", () => {
  isOver.value = true;
});

const host = await createRawHost(target);
while (!isOver.value) {
  try {
    const stream = await host.open(protocol);
    stream.pause(); // it never reads
    await ATTACKS[attack]?.(stream);
    tell();
    await new Promise((resolve) => {
      stream.addEventListener("close", resolve, { once: true });
      stdin.once("end", resolve);
    });
  } catch {
    await new Promise((resolve) => setImmediate(resolve)); // thrown out: it comes again
  }
}
await host.stop();
