/**
 * What a certified fact did: it was added, was there already, or counts only as far as it stands on its own until
 * the slot that is `missing` is filled (null: which one that is cannot be told from here).
 */
export type Applied =
  | { readonly type: "added" | "known" }
  | { readonly type: "apart"; readonly missing: string | null };
