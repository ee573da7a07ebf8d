import type { AidJobTemplate, AidRequest } from "@icn-mesh/core";

/** A request, the template that fits it best, and the tags that they share, in the order of the request. */
export interface AidPair {
  readonly request: AidRequest;
  readonly template: AidJobTemplate;
  readonly shared: readonly string[];
}

/** Finds the template that fits a request best. */
export type AidMatcher = (request: AidRequest) => AidPair | undefined;

/**
 * Pairs each request with the template that shares most tags with it, best pairs first. Requests that no template
 * fits are left out; equals are ordered by id, then by who signed them.
 */
export function matchAidRequests(
  requests: Iterable<AidRequest>,
  templates: Iterable<AidJobTemplate>,
): readonly AidPair[] {
  const pairs = [...matchRegistryRequests(requests, templates)];
  return pairs.sort((a, b) => b.shared.length - a.shared.length || compareNames(a.request, b.request));
}

/** The same pairs in the order of a registry, as it is read. */
export function* matchRegistryRequests(
  requests: Iterable<AidRequest>,
  templates: Iterable<AidJobTemplate>,
): Generator<AidPair, void, undefined> {
  const match = createAidMatcher(templates);
  for (const request of requests) {
    const pair = match(request);
    if (pair !== undefined) yield pair;
  }
}

/** Matches requests one by one, for a registry that arrives over time; each costs what its tags have templates. */
export function createAidMatcher(templates: Iterable<AidJobTemplate>): AidMatcher {
  const sorted = [...templates].sort(compareNames);
  const byTag = indexByTag(sorted);
  return (request) => {
    const tags = [...new Set(request.tags)];
    const place = mostFrequent(tags.flatMap((tag) => byTag.get(tag) ?? []));
    const template = place === undefined ? undefined : sorted[place];
    if (template === undefined) return undefined;
    return { request, template, shared: tags.filter((tag) => template.tags.includes(tag)) };
  };
}

/** Templates by tag, each with its place in the order that settles ties. */
function indexByTag(sorted: readonly AidJobTemplate[]): ReadonlyMap<string, readonly number[]> {
  const byTag = new Map<string, number[]>();
  for (const [place, { tags }] of sorted.entries()) {
    for (const tag of new Set(tags)) {
      const places = byTag.get(tag) ?? [];
      places.push(place);
      byTag.set(tag, places);
    }
  }
  return byTag;
}

/** The place that occurs most often, and of those the first. */
function mostFrequent(places: readonly number[]): number | undefined {
  const counts = new Map<number, number>();
  for (const place of places) counts.set(place, (counts.get(place) ?? 0) + 1);
  const [best] = [...counts].sort(([a, countA], [b, countB]) => countB - countA || a - b);
  return best?.[0];
}

type Named = Pick<AidRequest, "id" | "by">;

/** By code units, so that every node sorts alike whatever its language is. */
function compareNames(a: Named, b: Named): number {
  return compareText(a.id, b.id) || compareText(a.by, b.by);
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
