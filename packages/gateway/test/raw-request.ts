/** What came back of a request that no client would send. */
export interface RawAnswer {
  readonly status: number;
  readonly type: string;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Record<string, unknown>;
}

/** Sends a request as it is. */
export async function rawRequest(url: string, init: RequestInit = {}): Promise<RawAnswer> {
  const response = await fetch(url, { redirect: "error", ...init });
  const text = await response.text();
  const type = response.headers.get("content-type") ?? "";
  const json = type.includes("json") ? JSON.parse(text) : {};
  return { status: response.status, type, headers: response.headers, text, json };
}

/** Sends JSON. */
export function postJson(
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<RawAnswer> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return rawRequest(url, {
    method: "POST",
    body: text,
    headers: { "content-type": "application/json", ...headers },
  });
}
