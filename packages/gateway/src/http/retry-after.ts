const SOON_SECONDS = 5;
/** A job takes a while to be settled. */
const OPEN_JOBS_SECONDS = 30;

/** In how many seconds to ask again, for a refusal that time may change; undefined for any other. */
export function retryAfter(status: number, refused: object): number | undefined {
  if (status !== 429 && status !== 503) return undefined;
  const known = numberIn(refused, "retryInMs") ?? numberIn(refused, "resetsInMs");
  if (known !== undefined) return Math.max(1, Math.ceil(known / 1000));
  return "code" in refused && refused.code === "RUNTIME_QUOTA_OPEN_JOBS" ? OPEN_JOBS_SECONDS : SOON_SECONDS;
}

function numberIn(refused: object, name: string): number | undefined {
  const value = Object.hasOwn(refused, name) ? (refused as Record<string, unknown>)[name] : undefined;
  return typeof value === "number" ? value : undefined;
}
