import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Cid, Storage } from "@icn-mesh/core";
import { collect, createHandClock } from "@icn-mesh/core/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { backUp } from "../../src/backup/back-up.ts";
import { createPausableStorage } from "../../src/backup/pausable-storage.ts";
import { restore } from "../../src/backup/restore.ts";
import { scrub } from "../../src/backup/scrub.ts";
import { rootOfRefs } from "../../src/graph/ref-tree.ts";
import { openStorage } from "../../src/open-storage.ts";
import { putFile } from "../../src/payload/put-file.ts";
import { readFile } from "../../src/payload/read-file.ts";
import { collectGarbage } from "../../src/retention/collect-garbage.ts";
import { pinning } from "../../src/retention/pins.ts";
import { keptLinks, storeSteps } from "../samples.ts";

const clock = createHandClock();
const content = Uint8Array.from({ length: 3_000_000 }, (_, at) => at % 253);
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "dag-backup-test-"));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

function openAt(scheme: "file" | "sqlite", name: string): Promise<Storage> {
  return openStorage(pathToFileURL(join(folder, name)).href.replace(/^file/, scheme), { keptLinks });
}

describe.each([
  { from: "file", to: "sqlite" },
  { from: "sqlite", to: "file" },
] as const)("a backup of the $from store", ({ from, to }) => {
  it(`restores into the ${to} store, which then has the same root, no damage and no garbage`, async () => {
    const source = createPausableStorage(await openAt(from, `${from}-source`));
    const cids = await storeSteps(source, "job/1", 2000);
    const keep = ({ cid, bytes }: { cid: Cid; bytes: number }) =>
      pinning({ name: "f", target: cid, bytes, at: 1, until: null });
    const file = await putFile({ storage: source, clock }, [content], { keep });
    await putFile({ storage: source, clock }, [content.subarray(1)]);
    expect((await collectGarbage(source, { keptLinks })).blocks).toBeGreaterThan(3);

    const target = await openAt(to, `${from}-target`);
    const restored = await restore(
      { storage: target, clock },
      backUp({ storage: source, clock }, { keptLinks }),
      {
        keptLinks,
      },
    );
    expect(restored).toMatchObject({ ok: true, refs: 2, root: await rootOfRefs(source) });
    expect(await rootOfRefs(target)).toBe(await rootOfRefs(source));
    await target.close();

    const reopened = await openAt(to, `${from}-target`);
    expect(await scrub(reopened)).toMatchObject({ findings: [], refs: 2 });
    await collectGarbage(reopened, { keptLinks });
    await collectGarbage(source, { keptLinks });
    expect((await collect(reopened.cids())).toSorted()).toEqual((await collect(source.cids())).toSorted());
    expect(await reopened.ref("job/1")).toBe(cids.at(-1));
    const read = Buffer.concat(await collect(readFile(reopened, (file.ok && file.cid) as Cid)));
    expect(Buffer.compare(read, content)).toBe(0);
    await Promise.all([source.close(), reopened.close()]);
  });
});
