import { openFloor, openNaive, openOurs, openPeers, type StoreSubject } from "./store-subject.ts";

// A process of its own for each store, so that one does not pay for the garbage of another. It is told what to
// measure and answers with the microseconds of one commit.

/** What is asked: how large the blocks are, how many writers there are, and for how long they write. */
export interface CommitQuestion {
  readonly size: number;
  readonly writers: number;
  readonly milliseconds: number;
}

/** Microseconds of one commit. */
export interface CommitAnswer {
  readonly wall: number;
  readonly cpu: number;
}

const [kind = "", directory = ""] = process.argv.slice(2);
const store = await openStore();
let made = 0;
process.on("message", (question: CommitQuestion) => {
  void answer(question).then((answered) => process.send?.(answered));
});
process.send?.({ name: store?.name });

async function openStore(): Promise<StoreSubject | undefined> {
  if (kind === "floor") return openFloor(directory);
  if (kind === "naive") return openNaive(directory);
  if (kind === "file" || kind === "sqlite") return openOurs(directory, kind);
  return (await openPeers(directory)).find(({ name }) => name.startsWith(kind));
}

async function answer({ size, writers, milliseconds }: CommitQuestion): Promise<CommitAnswer> {
  let count = 0;
  const start = performance.now();
  const before = process.cpuUsage();
  const write = async () => {
    while (performance.now() - start < milliseconds) {
      count += 1;
      await store?.put(content(size));
    }
  };
  await Promise.all(Array.from({ length: writers }, write));
  const { user, system } = process.cpuUsage(before);
  return { wall: ((performance.now() - start) * 1000) / count, cpu: (user + system) / count };
}

/** Bytes that nobody stored before. */
function content(size: number): Uint8Array {
  const bytes = new Uint8Array(size).fill(7);
  new DataView(bytes.buffer).setUint32(0, ++made);
  return bytes;
}
