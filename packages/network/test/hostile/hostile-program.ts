import { argv, stdin } from "node:process";
import { systemClock as clock } from "@icn-mesh/core/node";
import { ATTACKS, type AttackName } from "./attacks.ts";
import { createRawHost } from "./raw-host.ts";

// Attacks the node at an address until its standard input ends: <attack> <address> <topic> <protocol>.

const [, , name = "", target = "", topic = "", protocol = ""] = argv;
const attack = ATTACKS[name as AttackName];
const over = new AbortController();
stdin.resume().once("end", () => over.abort());

while (!over.signal.aborted) {
  const host = await createRawHost(target);
  try {
    await host.connect();
    console.log("attacking");
    await attack({ host, target, topic, protocol, clock, signal: over.signal });
    console.log("ended");
  } catch (error) {
    console.log("refused", error instanceof Error ? error.message : error);
  }
  await host.stop();
  // Thrown out, it comes again with a new key.
  await clock.after(200, { signal: over.signal }).catch(() => undefined);
}
