import { type Cid, createSeededRng, createVerifier, type JobId, type Storage } from "@icn-mesh/core";
import { nodeCryptoEngine } from "@icn-mesh/core/node";
import { audit, type LedgerView, openManaClient } from "@icn-mesh/economics";
import { expect } from "vitest";
import { loadWork } from "../src/executor/mesh-tasks/load-work.ts";
import { loadBook } from "../src/job/book-store.ts";
import type { JobBook } from "../src/job/job-book.ts";
import { type JobSummary, summaryCodec, summaryOf } from "../src/job/job-summary.ts";
import { JOBS, WORK } from "../src/job/ref-names.ts";
import type { LocalMesh, LocalNode } from "../src/testing/index.ts";

const verifier = createVerifier({ engine: nodeCryptoEngine() });
const TURNS = 5;
const DONE = "done/";
const SUMMARIES = "jobs/";

/** What every store of a mesh comes to when it is read afresh is what its node holds in memory, and what it shows. */
export async function expectDerivedIsLive(mesh: LocalMesh, guardStorage: Storage): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await mesh.advance(0); // what is due at this moment is done
  for (const node of mesh.nodes) {
    await expectJobs(node);
    await expectWorks(node);
    await expectMoney(mesh, node);
  }
  const { federation } = mesh;
  const { findings } = await audit({ federation, storage: guardStorage, verifier });
  expect(findings).toEqual([]);
}

async function expectJobs(node: LocalNode): Promise<void> {
  const { storage, context } = node;
  const listed = new Map<string, JobSummary>();
  for (let after: string | undefined, isMore = true; isMore; isMore = after !== undefined) {
    const page = await context.jobs({}, after === undefined ? {} : { after });
    for (const each of page.jobs) listed.set(each.job, each);
    after = page.next;
  }
  const refs = [...(await refsIn(storage, JOBS)), ...(await refsIn(storage, DONE))];
  for (const { id, head } of refs) {
    const book = await loadBook(storage, { id, head, signerOf: ({ by }) => context.accounts.signerOf(by) });
    expectSame(context.manager.book(id), book);
    expect((await context.job(id))?.lifecycle).toEqual(book.lifecycle());
    if (book.head !== null) expect(listed.get(id)).toEqual(summaryOf(book));
  }
  const summaries = await refsIn(storage, SUMMARIES);
  expect(summaries.map(({ id }) => id).sort()).toEqual([...listed.keys()].sort());
  for (const { id, head } of summaries)
    expect(summaryCodec.parse((await storage.get(head))!)).toEqual(listed.get(id));
}

/** Undefined for a job that is over, or whose hold is on its way. */
function expectSame(live: JobBook | undefined, stored: JobBook): void {
  if (live === undefined) return;
  expect([live.head, live.state]).toEqual([stored.head, stored.state]);
  expect([...live.facts.keys()]).toEqual([...stored.facts.keys()]);
}

async function expectWorks({ storage, runtime, context }: LocalNode): Promise<void> {
  const works = await refsIn(storage, WORK);
  for (const { head } of works) await loadWork(storage, head);
  const isManaged = ({ id }: { readonly id: JobId }): boolean => context.manager.book(id) !== undefined;
  const jobs = (await refsIn(storage, JOBS)).filter(isManaged);
  expect(runtime.open).toBe(jobs.length + (runtime.executor === undefined ? 0 : works.length));
}

async function expectMoney({ federation, clock }: LocalMesh, { context, signer, storage }: LocalNode) {
  const rng = createSeededRng("afresh");
  const guards = { ask: () => Promise.reject(new Error("not here")) };
  const client = await openManaClient({ federation, clock, signer, storage, verifier, guards, rng });
  client.stop();
  const { account } = client;
  expect(seenIn(client.ledger, account)).toEqual(seenIn(context.accounts.own.ledger, account));
}

function seenIn(ledger: LedgerView, account: LocalNode["did"]): unknown {
  return { account: ledger.account(account), holds: [...ledger.holds()] };
}

async function refsIn(storage: Storage, prefix: string): Promise<{ id: JobId; head: Cid }[]> {
  const found = [];
  for await (const { name, cid } of storage.refs(prefix))
    found.push({ id: name.slice(prefix.length) as JobId, head: cid });
  return found;
}
