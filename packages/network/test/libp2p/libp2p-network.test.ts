import { afterEach, describe, it } from "vitest";
import { networkContract } from "../../src/testing/index.ts";
import { createLibp2pNodes } from "./libp2p-nodes.ts";

describe("a network over libp2p", () => {
  const nodes = createLibp2pNodes();
  afterEach(nodes.stopAll);

  for (const { promise, check } of networkContract) it(promise, () => check(nodes));
});
