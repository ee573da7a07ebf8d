import { type Cid, cidOf } from "@icn-mesh/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { GuestEvent } from "../../src/guest/guest-event.ts";
import { fetchState } from "../../src/state/fetch-state.ts";
import { CHUNK_BYTES, guestStateCodec, type StateOwner } from "../../src/state/guest-state.ts";
import { guestStateRecord } from "../../src/state/guest-state-record.ts";
import { readState } from "../../src/state/read-state.ts";
import { createStateWriter, type StateImage } from "../../src/state/state-writer.ts";
import { createRecordingPort } from "../guest/sample-context.ts";

const OWNER: StateOwner = { program: cidOf(new Uint8Array([1]), "raw"), engine: null, fuelVersion: 1 };
const LABEL = { checkpointId: "c", stage: "s", step: 1, percent: 5 };

function imageOf(buffers: StateImage["buffers"]): StateImage {
  return {
    ...OWNER,
    origin: "captured",
    step: 1,
    fuel: 2,
    outputBytes: 3,
    random: new Uint8Array(16).fill(4),
    ticks: 5,
    stage: "s",
    percent: 6,
    globals: [new Uint8Array(8).fill(7)],
    descriptors: [{ fd: 4, path: "/tmp/a", isDirectory: false, isStream: false, at: 8, flags: 1 }],
    buffers,
  };
}

/** The blocks of some events, and the root of the last state among them. */
function collect(events: readonly GuestEvent[]) {
  const blocks = new Map<Cid, Uint8Array>();
  let state: Cid | undefined;
  for (const event of events) {
    if (event.type === "blocks") for (const bytes of event.blocks) blocks.set(cidOf(bytes, "raw"), bytes);
    if (event.type !== "checkpoint") continue;
    state = cidOf(event.root);
    blocks.set(state, event.root);
  }
  if (state === undefined) throw new Error("no state was written");
  return { state, blocks, get: async (cid: Cid) => blocks.get(cid) };
}

const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}:$/), { maxLength: 5 });
const buffers = names.chain((list) =>
  fc.tuple(...list.map((name) => fc.tuple(fc.constant(name), fc.nat(3 * CHUNK_BYTES), fc.nat(255)))),
);

describe("a state", () => {
  it("is read as it was written", async () => {
    await fc.assert(
      fc.asyncProperty(buffers, async (sizes) => {
        const image = imageOf(sizes.map(([name, size, fill]) => [name, new Uint8Array(size).fill(fill)]));
        const port = createRecordingPort();
        expect(createStateWriter(port, 2 ** 30, []).write(image, LABEL)).toBe(true);
        const fetched = await fetchState(collect(port.events), 2 ** 30);
        const read = typeof fetched === "string" ? fetched : readState(fetched, OWNER);
        if (typeof read === "string") throw new Error(read);
        const { buffers: written, ...facts } = image;
        expect(read.facts).toMatchObject(facts);
        expect([...read.buffers]).toEqual(written);
      }),
      { numRuns: 30 },
    );
  });

  it("keeps every chunk that it was cut into, and is known by its type", () => {
    const port = createRecordingPort();
    const image = imageOf([["memory:", new Uint8Array(3 * CHUNK_BYTES).map((_, at) => at >> 16)]]);
    createStateWriter(port, 2 ** 30, []).write(image, LABEL);
    const { state, blocks } = collect(port.events);
    const root = guestStateRecord.codec.parse(blocks.get(state) ?? new Uint8Array());
    expect(root.t).toBe(guestStateRecord.type);
    expect([state, ...guestStateRecord.keptLinks(root)].toSorted()).toEqual([...blocks.keys()].toSorted());
  });

  it("is sent with those blocks alone that the one before it did not have", () => {
    const memory = new Uint8Array(10 * CHUNK_BYTES);
    for (let page = 0; page < 10; page++) memory[page * CHUNK_BYTES] = page;
    const port = createRecordingPort();
    const writer = createStateWriter(port, 2 ** 30, []);
    const sent = (): number => {
      const count = port.events.reduce(
        (sum, event) => sum + (event.type === "blocks" ? event.blocks.length : 0),
        0,
      );
      port.events.length = 0;
      return count;
    };
    writer.write(imageOf([["memory:", memory]]), LABEL);
    expect(sent()).toBe(10);
    writer.write(imageOf([["memory:", memory]]), LABEL);
    expect(sent()).toBe(0);
    memory[5 * CHUNK_BYTES + 9] = 1;
    writer.write(imageOf([["memory:", memory]]), LABEL);
    expect(sent()).toBe(1);
    memory[5 * CHUNK_BYTES + 9] = 0;
    writer.write(imageOf([["memory:", memory]]), LABEL);
    expect(sent()).toBe(1);
  });

  it("sends nothing again of the state that the run was resumed from", () => {
    const port = createRecordingPort();
    const page = new Uint8Array(CHUNK_BYTES).fill(1);
    createStateWriter(port, 2 ** 30, [cidOf(page, "raw")]).write(imageOf([["memory:", page]]), LABEL);
    expect(port.events.map(({ type }) => type)).toEqual(["checkpoint"]);
  });

  it("is not written where it is larger than the limit", () => {
    const port = createRecordingPort();
    const writer = createStateWriter(port, CHUNK_BYTES, []);
    expect(writer.write(imageOf([["memory:", new Uint8Array(CHUNK_BYTES + 1)]]), LABEL)).toBe(false);
    expect(port.events).toEqual([]);
    expect(writer.write(imageOf([["memory:", new Uint8Array(CHUNK_BYTES)]]), LABEL)).toBe(true);
  });

  it("may be changed while it is on its way", () => {
    const port = createRecordingPort();
    const page = new Uint8Array(CHUNK_BYTES).fill(1);
    createStateWriter(port, 2 ** 30, []).write(imageOf([["memory:", page]]), LABEL);
    page.fill(2);
    const [event] = port.events;
    expect(event?.type === "blocks" && event.blocks[0]?.[0]).toBe(1);
  });
});

describe("a stranger's state", () => {
  const port = createRecordingPort();
  createStateWriter(port, 2 ** 30, []).write(imageOf([["memory:", new Uint8Array(CHUNK_BYTES + 5)]]), LABEL);
  const { state, blocks } = collect(port.events);
  const root = guestStateCodec.parse(blocks.get(state) ?? new Uint8Array());
  const chunks = root.chunks.map((cid) => blocks.get(cid) ?? new Uint8Array());

  function readChanged(change: Partial<typeof root>, given = chunks): unknown {
    return readState({ root: guestStateCodec.encode({ ...root, ...change }), chunks: given }, OWNER);
  }

  it("is taken where it is whole", () => {
    expect(readChanged({})).toMatchObject({ facts: root });
  });

  it.each([
    ["another program", { program: cidOf(new Uint8Array([2]), "raw") }],
    ["another engine", { engine: OWNER.program }],
    ["another table of fuel", { fuelVersion: 2 }],
    ["a buffer larger than its chunks", { buffers: [{ name: "memory:", size: 3 * CHUNK_BYTES }] }],
    [
      "a buffer of a size that nothing has",
      { buffers: [{ name: "memory:", size: Number.MAX_SAFE_INTEGER }] },
    ],
    ["a buffer smaller than its chunks", { buffers: [{ name: "memory:", size: 5 }] }],
    ["no buffer for its chunks", { buffers: [] }],
    ["two buffers of one name", { buffers: [1, 2].map(() => ({ name: "memory:", size: CHUNK_BYTES })) }],
  ])("is refused where it has %s", (_what, change) => {
    expect(readChanged(change)).toBeTypeOf("string");
  });

  it("is refused or read, and nothing else, whatever its bytes are", () => {
    const good = guestStateCodec.encode(root);
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const bytes = good.slice();
        bytes[at] = (bytes[at] ?? 0) ^ change;
        const read = readState({ root: bytes, chunks }, OWNER);
        if (typeof read === "string") return;
        expect([...read.buffers.values()].map(({ length }) => length)).toEqual([CHUNK_BYTES + 5]);
      }),
      { numRuns: 500 },
    );
  });

  it("is not fetched where it says that it is larger than the limit", async () => {
    let asked = 0;
    const point = {
      state,
      get: async (cid: Cid) => {
        asked++;
        return blocks.get(cid);
      },
    };
    expect(await fetchState(point, CHUNK_BYTES)).toMatch(/larger/);
    expect(asked).toBe(1);
  });
});
