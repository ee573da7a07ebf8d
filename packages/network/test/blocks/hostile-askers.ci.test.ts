import { createMemoryMetrics, type Did } from "@icn-mesh/core";
import { systemClock as clock, systemRng as rng } from "@icn-mesh/core/node";
import { createRecordingLogger } from "@icn-mesh/core/testing";
import { afterAll, describe, expect, it, onTestFinished } from "vitest";
import { type BlockExchange, createBlockExchange } from "../../src/blocks/block-exchange.ts";
import { createLibp2pNetwork } from "../../src/libp2p/index.ts";
import { killPrograms, type Program, startProgram } from "../processes/start-program.ts";
import { honestBlocks } from "./honest-blocks.ts";

const MIB = 1024 * 1024;
const ATTACKERS = 3;
const ATTACKS = ["stall", "flood", "garbage"];

interface State {
  readonly reads: number;
  readonly rss: number;
  readonly peak: number;
}

afterAll(killPrograms);

async function stateOf(server: Program): Promise<State> {
  server.say("state");
  return JSON.parse(await server.line());
}

/** A node in this process that wants the honest blocks. */
async function honestAsker(address: string) {
  const logger = createRecordingLogger();
  const network = createLibp2pNetwork(
    { clock, rng, logger, metrics: createMemoryMetrics() },
    { network: "test", secretKey: rng.bytes(32), allowPrivateAddresses: true },
  );
  const exchange = createBlockExchange({ network, clock, logger, serve: () => undefined });
  await network.start();
  await exchange.start();
  onTestFinished(async () => {
    await exchange.stop();
    await network.stop();
  });
  expect(await network.connect(address)).toMatchObject({ ok: true });
  return exchange;
}

/** How many of the honest blocks come, asked for one after the other, so many times. */
async function fetchAll(asker: BlockExchange, provider: Did, times: number): Promise<number> {
  let came = 0;
  for (let time = 0; time < times; time++) {
    for (const cid of honestBlocks().keys()) {
      const { ok } = await asker.fetch(cid, { providers: [provider] });
      if (ok) came += 1;
    }
  }
  return came / (times * honestBlocks().size);
}

describe.each(["/icn-mesh/blocks/1", "/ipfs/bitswap/1.2.0"])(
  "askers without our limits, on %s",
  (protocol) => {
    it.each(ATTACKS)(
      "by %s, take neither memory nor blocks from others",
      async (attack) => {
        const server = startProgram(new URL("./serving-program.ts", import.meta.url), []);
        const { address, did }: { address: string; did: Did } = JSON.parse(await server.line());
        const asker = await honestAsker(address);
        const before = await stateOf(server);
        const url = new URL("./hostile-asker-program.ts", import.meta.url);
        const hostile = Array.from({ length: ATTACKERS }, () =>
          startProgram(url, [attack, protocol, address]),
        );
        for (const program of hostile) expect(await program.line()).toBe("attacking");

        const share = await fetchAll(asker, did, 10);
        const during = await stateOf(server);
        await Promise.all(hostile.map((program) => program.kill("SIGKILL")));
        expect(await fetchAll(asker, did, 1)).toBe(1);
        await server.stop();

        const growth = Math.round((during.peak - before.rss) / MIB);
        const others = during.reads - 10 * honestBlocks().size;
        console.log(
          `${attack} on ${protocol}: ${share * 100} % of the honest blocks came, memory +${growth} MiB, ${others} reads for ${ATTACKERS} attackers`,
        );
        expect(share).toBeGreaterThanOrEqual(0.99);
        // Each attacker may cost a message and its frames, and a want-list of 4 MiB on its way.
        expect(growth).toBeLessThan(256);
      },
      120_000,
    );
  },
);
