import type { Job } from "@icn-mesh/core";
import type { PayloadFetcher } from "../ports/payload-fetcher.ts";

/** Keeps what a job is about to name, as far as it is here; false where its manifest is not. */
export async function keepNamed(
  payloads: Pick<PayloadFetcher, "keep">,
  { manifest, spec: { inputs } }: Pick<Job, "manifest" | "spec">,
): Promise<boolean> {
  for (const input of inputs) if (typeof input === "string") await payloads.keep(input);
  return manifest === null || payloads.keep(manifest);
}
