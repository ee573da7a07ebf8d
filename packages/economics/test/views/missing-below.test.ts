import { createMemoryStorage } from "@icn-mesh/core";
import { audit, linkSlot, operationSlot, settlementSlot } from "@icn-mesh/economics";
import { copyDisk } from "@icn-mesh/economics/testing";
import { describe, expect, it } from "vitest";
import { embed, must } from "../a-job.ts";
import { assign, openWorld, receiptFor } from "../guard/world.ts";

describe("an audit of a guard that knows the end of a hold", () => {
  it.each(["the settlement of its assignment", "its assignment"])(
    "names %s where that is not known, and compares no totals",
    async (what) => {
      const world = await openWorld({ guards: 4 });
      const { economy, creator, held } = world;
      const { cid } = await assign(world);
      must(await creator.settle(cid, [embed(await receiptFor(world, { cid }))]));
      must(await creator.close(held.hold, held.job.bytes));
      await creator.idle();
      const received = await creator.proof(operationSlot(economy.federation.net, creator.account, 2));
      await economy.guards[0]!.current.ask({ ask: { type: "learn" }, proofs: [received!] }, creator.account);
      const [link, settled] = [linkSlot(held.hold, 0), settlementSlot(cid)];
      const lacking = what === "its assignment" ? link : settled;
      const disk = copyDisk(economy.guards[0]!.disk);
      const name = [...disk.refs.entries({ limit: 999 })].find(([ref]) =>
        ref.endsWith(`/cert/${lacking}`),
      )?.[0];
      disk.refs.delete(name!);
      const { federation, verifier } = economy;
      const report = await audit({ federation, verifier, storage: createMemoryStorage({ disk }) });
      expect(report).toMatchObject({ findings: [], missing: expect.arrayContaining([lacking]) });
    },
  );
});
