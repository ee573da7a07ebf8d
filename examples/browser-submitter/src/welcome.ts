/** What a new account is told by the site: where the node is, whose word counts, and where its first mana lies. */
export interface Welcome {
  readonly url: string;
  readonly net: string;
  readonly manager: string;
  /** The certified transfer, which the account takes in by its first operation. */
  readonly gift: { readonly slot: string; readonly index: number };
}
