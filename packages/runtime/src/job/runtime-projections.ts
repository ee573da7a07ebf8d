import type { Projection } from "@icn-mesh/core";
import { headsProjection } from "../heads/heads-projection.ts";
import { spentProjection } from "../quota/spent-projection.ts";
import { jobsProjection } from "./jobs-projection.ts";

/** What a store has to keep up so that jobs can be listed, and what accounts have spent can be counted. */
export const runtimeProjections: readonly Projection[] = [jobsProjection, spentProjection, headsProjection];
