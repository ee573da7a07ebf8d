import { afterEach, expect, it } from "vitest";
import { cidOf } from "../../../packages/core/src/index.ts";
import { systemClock } from "../../../packages/core/src/node/index.ts";
import { createBlockExchange } from "../../../packages/network/src/index.ts";
import { findChromium } from "../../../scripts/browser/find-chromium.ts";
import type { PageReport, PageTask } from "../page/main.ts";
import { openPage } from "./open-page.ts";
import { addressOf, bytesOf, REVERSE, startOurs, TOPIC } from "./our-node.ts";

const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

const executable = findChromium();

it.skipIf(executable === undefined)(
  "a page in a browser connects over WebSocket, subscribes, publishes, asks, and fetches a block",
  async () => {
    const ours = await startOurs({ transports: ["websocket"], listen: ["/ip4/127.0.0.1/tcp/0/ws"] });
    const block = bytesOf("a block for a page");
    const { network, logger } = ours;
    const exchange = createBlockExchange({ network, logger, clock: systemClock, serve: () => block });
    await exchange.start();
    stops.push(ours.stop, exchange.stop);
    const { page, close, size } = await openPage(executable ?? "");
    stops.push(close);
    const failures: string[] = [];
    page.on("pageerror", (error) => failures.push(error.message));

    const task = {
      address: addressOf(ours, "/ws"),
      topic: TOPIC,
      protocol: REVERSE.name,
      cid: cidOf(block, "raw"),
    };
    const running = page.evaluate(
      (given) => (globalThis as unknown as { runTask(task: PageTask): Promise<PageReport> }).runTask(given),
      task,
    );
    const answering = network.ready(TOPIC, 1).then(() => network.publish(TOPIC, bytesOf("to the page")));
    const report = await running;
    await answering;

    expect(report).toMatchObject({
      connected: { ok: true, peer: network.self },
      answer: "cba",
      heard: "to the page",
      publishedTo: { ok: true, peers: 1 },
      block: "a block for a page",
    });
    expect(ours.heard).toEqual([{ text: `from ${report.self}`, from: report.self }]);
    expect(failures).toEqual([]);
    console.log(`the script of the page has ${Math.round(size / 1024)} KiB`);
  },
);
