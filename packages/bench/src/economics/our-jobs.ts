import {
  assignmentRecord,
  cidOf,
  constitutionRecord,
  createKeySigner,
  createSeededRng,
  createVerifier,
  type Embedded,
  memberRecord,
  type SignatureEngine,
  type Signed,
  type Signer,
  type Storage,
  signRecord,
} from "@icn-mesh/core";
import { bestEngine, systemClock } from "@icn-mesh/core/node";
import {
  askLocalGuards,
  createMemoryBootCounter,
  type LinkOffer,
  type ManaClient,
  openFederation,
  openGuard,
  openManaClient,
  type Ruling,
} from "@icn-mesh/economics";
import {
  plainJudge,
  sampleAcceptance,
  sampleAssignment,
  sampleBid,
  sampleConstitution,
  sampleJob,
  sampleReceipt,
} from "@icn-mesh/economics/testing";

/** How many jobs are on their way at a time. */
export const IN_FLIGHT = 64;

/** What a client needs to go on, and who works. */
export interface World {
  readonly client: ManaClient;
  readonly executor: Signer;
}

/** Opens a guard and a client on one store, and gives what runs a batch of jobs. */
export async function openJobs(storage: Storage): Promise<() => Promise<void>> {
  const world = await openWorld(storage);
  return async () => {
    await Promise.all(Array.from({ length: IN_FLIGHT }, () => runJob(world)));
  };
}

/** A guard and a client on one store; the client has all the mana there is. */
export async function openWorld(storage: Storage, engine: SignatureEngine = bestEngine()): Promise<World> {
  const verifier = createVerifier({ engine });
  const signer = (fill: number) => createKeySigner({ engine, secretKey: new Uint8Array(32).fill(fill) });
  const [creator, guardKey, executor] = [signer(1), signer(2), signer(3)];
  const mint = { rate: 2n ** 62n, cap: 2n ** 62n, epochMs: 3_600_000 };
  const body = { ...sampleConstitution(creator.did, [guardKey.did]), mint };
  const federation = openFederation(await signRecord(constitutionRecord, body, creator), verifier);
  const guard = await openGuard({
    federation,
    storage,
    verifier,
    signer: guardKey,
    clock: systemClock,
    judge: plainJudge,
    boots: createMemoryBootCounter(),
  });
  const client = await openManaClient({
    federation,
    storage,
    verifier,
    signer: creator,
    clock: systemClock,
    rng: createSeededRng("bench"),
    guards: askLocalGuards([guard], creator.did),
    membership: await membershipOf(creator, federation.net),
  });
  must(await client.regenerate());
  return { client, executor };
}

async function runJob(world: World): Promise<void> {
  const { client, executor } = world;
  const offer = await signOffer(world);
  must(await client.certifyAssignment(offer));
  const { assignment } = offer;
  const { net } = client.ledger.federation;
  const receipt = await sampleReceipt({ cid: assignment.cid, net }, executor);
  must(await client.settle(assignment.cid, [embed(receipt)]));
}

/** Holds for a job and signs an assignment that its executor has accepted: all but the certificate. */
export async function signOffer({ client, executor }: World): Promise<LinkOffer> {
  const { net } = client.ledger.federation;
  const expiresAt = systemClock.now() + 3_600_000;
  const made: ReturnType<typeof sampleJob>[] = [];
  must(
    await client.perform({
      action: (hold) => {
        const job = sampleJob(net, hold);
        made.push(job);
        return { type: "hold", job: job.cid, unit: "mana", amount: 100n, expiresAt };
      },
    }),
  );
  const [job] = made as [ReturnType<typeof sampleJob>];
  const bid = await sampleBid(net, job.cid, { by: executor });
  const body = sampleAssignment(job, bid, { claimBy: systemClock.now() + 600_000 });
  const offered = { cid: cidOf(assignmentRecord.codec.encode(body)), body };
  const acceptance = embed(await sampleAcceptance(offered, executor));
  const agreement = { job: job.bytes, bid: bid.bytes, acceptance, members: [] };
  return must(await client.signAssignment({ ...agreement, assignment: body }));
}

async function membershipOf(charter: Signer, net: Parameters<typeof sampleJob>[0]): Promise<Embedded> {
  const head = { t: "icn/member/1", net, by: charter.did, via: null } as const;
  const body = {
    ...head,
    account: charter.did,
    class: "solo",
    scopes: [],
    capabilities: [],
    notAfter: Number.MAX_SAFE_INTEGER,
  };
  return embed(await signRecord(memberRecord, body, charter));
}

function embed({ bytes, sig }: Pick<Signed<unknown>, "bytes" | "sig">): Embedded {
  return { body: bytes, sig };
}

/** The value of a ruling; throws what was refused. */
export function must<Value>(ruling: Ruling<Value>): Value {
  if (ruling.ok) return ruling.value;
  throw new Error(ruling.refusal.code);
}
