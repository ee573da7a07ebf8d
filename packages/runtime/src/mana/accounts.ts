import {
  type Certificate,
  type Clock,
  certificateCodec,
  type Did,
  type Embedded,
  type Rng,
  type Signer,
  type Storage,
  type Verifier,
} from "@icn-mesh/core";
import {
  type AskGuards,
  createRecentProofs,
  type Federation,
  type ManaClient,
  openManaClient,
  type Proof,
} from "@icn-mesh/economics";
import type { KeyStore } from "../ports/key-store.ts";

/** The accounts whose keys are here: that of the node, and one for each principal that has no key of its own. */
export interface Accounts {
  /** The account of the node, which manages jobs and runs them. */
  readonly own: ManaClient;
  /** The key of an account; undefined if it is not here. */
  signerOf(account: Did): Signer | undefined;
  /** The hand on an account's mana; undefined if its key is not here. */
  clientOf(account: Did): ManaClient | undefined;
  /** The account of a principal, opened at the first call. */
  principal(name: string): Promise<ManaClient>;
  /** Takes note of a certificate, for every account here that it concerns; false for one that proves nothing. */
  learn(proof: Proof): Promise<boolean>;
  /** The same for a certificate that the node's own account has checked and kept: only the others take note of it. */
  passOn(proof: Proof): Promise<void>;
  /** Stops asking guards; what was sent goes on when the accounts are opened again. */
  stop(): void;
}

/** What accounts work with. */
export interface AccountsComponents {
  readonly federation: Federation;
  readonly storage: Storage;
  readonly signer: Signer;
  readonly verifier: Verifier;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly guards: AskGuards;
  readonly keys: KeyStore;
  /** The charter's word on the node's account, without which it does not regenerate. */
  readonly membership?: Embedded;
}

/** Opens the node's account and every other whose key is kept. */
export async function openAccounts(components: AccountsComponents): Promise<Accounts> {
  const { signer, keys, rng, membership } = components;
  const clients = new Map<Did, ManaClient>();
  const recent = createRecentProofs();
  const signers = new Map<Did, Signer>();

  async function open(key: Signer, word?: Embedded): Promise<ManaClient> {
    const known = clients.get(key.did);
    if (known !== undefined) return known;
    const member = word === undefined ? {} : { membership: word };
    const client = await openManaClient({
      ...components,
      signer: key,
      recent,
      rng: rng.fork(`mana ${key.did}`),
      ...member,
    });
    signers.set(key.did, key);
    clients.set(key.did, client);
    return client;
  }

  const own = await open(signer, membership);
  for (const key of await keys.signers()) await open(key);

  async function passOn(proof: Proof): Promise<void> {
    const payees = payeesOf(certificateCodec.parse(proof.certificate)).flatMap(
      (did) => clients.get(did) ?? [],
    );
    const others = payees.filter((client) => client !== own);
    await Promise.all(others.map((client) => client.learn(proof)));
  }

  return {
    own,
    signerOf: (account) => signers.get(account),
    clientOf: (account) => clients.get(account),
    principal: async (name) => open(await keys.signerFor(name)),
    async learn(proof) {
      if (!certificateCodec.decode(proof.certificate).ok) return false;
      const learnt = await own.learn(proof);
      if (learnt.ok) await passOn(proof);
      return learnt.ok;
    },
    passOn,
    stop() {
      for (const client of clients.values()) client.stop();
    },
  };
}

function payeesOf({ outcome }: Certificate): readonly Did[] {
  return typeof outcome === "string" ? [] : outcome.credits.map(({ to }) => to);
}
