import type { Cid, Storage } from "@icn-mesh/core";
import { DagError } from "@icn-mesh/dag";
import type { FailureClass } from "@icn-mesh/sandbox";
import { fetchInTime, type PatientFetch, type PatientTerms } from "../../network/fetch-in-time.ts";
import { mostFileBytes } from "../../payloads/most-file-bytes.ts";
import { readWhole } from "../../payloads/read-whole.ts";
import type { Gathered } from "../task-source.ts";

/** What to bring: how much of each file there may be, what it is to people, and what a job has done wrong with another. */
export interface FileTerms extends Omit<PatientTerms, "maxBytes" | "onTooLarge"> {
  readonly mostBytes: number;
  readonly name: string;
  readonly fault: FailureClass;
}

/** The files, in their order; or why there are none. */
export type BroughtFiles =
  | { readonly ok: true; readonly files: readonly Uint8Array[] }
  | Extract<Gathered, { readonly ok: false }>;

/** Fetches files and reads them. One that is too large, or is no file, is a fault of the job that names it. */
export async function bringFiles(
  parts: PatientFetch & { readonly storage: Pick<Storage, "get"> },
  roots: readonly Cid[],
  { mostBytes, name, fault, ...terms }: FileTerms,
): Promise<BroughtFiles> {
  const maxBytes = mostFileBytes(mostBytes);
  const failed = (message: string) => ({ ok: false, class: fault, message }) as const;
  let isTooLarge = false;
  const onTooLarge = () => {
    isTooLarge = true;
  };
  if (!(await fetchInTime(parts, roots, { ...terms, maxBytes, onTooLarge })))
    return isTooLarge ? failed(`${name} has more than the ${mostBytes} bytes that are allowed`) : UNREACHABLE;
  try {
    return {
      ok: true,
      files: await Promise.all(roots.map((cid) => readWhole(parts.storage, cid, maxBytes))),
    };
  } catch (error) {
    if (error instanceof DagError) return failed(`${name} cannot be read: ${error.message}`);
    throw error;
  }
}

const UNREACHABLE = { ok: false, message: "not all of the work is to be had" } as const;
