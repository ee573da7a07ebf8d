import {
  cidOf,
  claimOf,
  createBoundedMap,
  type Did,
  type Embedded,
  type Member,
  memberRecord,
  openRecord,
  readRecord,
  type Signed,
  type Storage,
  sealRecord,
  type Verifier,
} from "@icn-mesh/core";
import type { Federation } from "@icn-mesh/economics";
import type { BookExtras } from "../job/book-store.ts";
import { refNames } from "../job/ref-names.ts";

/** What accounts have shown of their memberships: guards certify a replica of a quorum for members only. */
export interface MemberProofs {
  /** Takes note of records. What the charter of this federation has not signed changes nothing. */
  hear(records: readonly Embedded[]): void;
  /** Whether an account has shown that it is a member at a time, in milliseconds since the epoch. */
  isMember(account: Did, at: number): boolean;
  /** The proof for somebody else; empty where there is none. */
  proofsOf(account: Did): Promise<readonly Embedded[]>;
  /** What to write so that the proofs of these accounts outlive a restart. */
  keep(accounts: Iterable<Did>): Promise<BookExtras>;
}

/** What member proofs are checked by, and where they are kept. */
export interface MemberProofsComponents {
  readonly federation: Federation;
  readonly storage: Storage;
  readonly verifier: Verifier;
}

/** Accounts whose proof is at hand without the store. */
const MOST_KNOWN = 16_384;

/** None is known yet but those in the store. */
export function createMemberProofs({ federation, storage, verifier }: MemberProofsComponents): MemberProofs {
  const known = createBoundedMap<Did, Signed<Member>>({ max: MOST_KNOWN, whenFull: "evict-oldest" });

  function isGenuine(member: Signed<Member>): boolean {
    const { net, by } = member.body;
    return net === federation.net && federation.isCharter(by) && verifier.verify(claimOf(member));
  }

  function hearOne({ body, sig }: Embedded): void {
    const read = readRecord(memberRecord, body, sig);
    if (!read.ok) return;
    const { account, notAfter } = read.value.body;
    const before = known.get(account);
    // One that is known is not verified again, and one that lasts no longer is of no use.
    if (before !== undefined && before.body.notAfter >= notAfter) return;
    if (isGenuine(read.value)) known.set(account, read.value);
  }

  async function stored(account: Did): Promise<Signed<Member> | undefined> {
    const cid = await storage.ref(refNames.member(account));
    const envelope = cid === null ? undefined : await storage.get(cid);
    const opened = envelope && openRecord(memberRecord, envelope);
    return opened?.ok ? opened.value : undefined;
  }

  return {
    hear(records) {
      for (const record of records) hearOne(record);
    },
    isMember: (account, at) => (known.get(account)?.body.notAfter ?? -1) >= at,
    async proofsOf(account) {
      const member = known.get(account) ?? (await stored(account));
      return member === undefined ? [] : [{ body: member.bytes, sig: member.sig }];
    },
    async keep(accounts) {
      const members = [...new Set(accounts)].flatMap((account) => known.get(account) ?? []);
      const writes = members.map(async (member) => {
        const bytes = sealRecord(member);
        const to = cidOf(bytes, "raw");
        const name = refNames.member(member.body.account);
        return {
          block: { codec: "raw", bytes } as const,
          ref: { name, expect: await storage.ref(name), to },
        };
      });
      const fresh = (await Promise.all(writes)).filter(({ ref }) => ref.expect !== ref.to);
      return { blocks: fresh.map(({ block }) => block), refs: fresh.map(({ ref }) => ref) };
    },
  };
}
