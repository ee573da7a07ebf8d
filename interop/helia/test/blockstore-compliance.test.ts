import { interfaceBlockstoreTests } from "interface-blockstore-tests";
import { describe } from "vitest";
import { createMemoryStorage } from "../../../packages/core/src/index.ts";
import { createBlockstore, createKeptLinks } from "../../../packages/dag/src/index.ts";

describe("the compliance tests of interface-blockstore", () => {
  interfaceBlockstoreTests({
    setup: () => createBlockstore(createMemoryStorage({ keptLinks: createKeptLinks([]) })),
    teardown: () => undefined,
  });
});
