import { DagError } from "../../errors.ts";

/** What was acknowledged is not there as it was written. */
export function damaged(path: string, what: string, at?: number): DagError {
  return new DagError(`${path} is damaged: ${what}; restore the store from a backup`, {
    code: "DAG_STORE_DAMAGED",
    path,
    ...(at === undefined ? {} : { at }),
  });
}
