import type { RejectionExplanation } from "@icn-mesh/mesh";

/** Why a job finds nobody, in JSON. */
export function whyNotJson({ seen, admitted, counts, suggestions }: RejectionExplanation) {
  return {
    seen,
    admitted,
    counts: { ...counts },
    suggestions: suggestions.map(({ change, admits, text }) => ({
      text,
      admits,
      field: change.field,
      change: change.type,
      to: change.type === "drop" ? (change.what ?? null) : String(change.to),
    })),
  };
}
