import { expect, it } from "vitest";
import { filesOf, flipBits } from "./damaged-files.ts";

it.each(["closed", "crashed"] as const)(
  "a store of files that was %s gives out and leaves out nothing silently, whichever byte is flipped",
  async (end) => {
    const verdicts = await flipBits(await filesOf(end), 1);
    console.log(`a bit of each byte flipped after it ${end}: ${JSON.stringify(verdicts)}`);
    expect(verdicts.refused).toBeGreaterThan(1000);
  },
);
