import { describe, expect, it } from "vitest";
import { createNodePoster } from "../../src/node/index.ts";
import { webhookFault } from "../../src/webhooks/webhook-fault.ts";

const PRIVATE = [
  "http://127.0.0.1/",
  "http://127.1/",
  "http://2130706433/",
  "http://0x7f.1/",
  "http://0.0.0.0/",
  "http://10.0.0.1/",
  "http://172.16.0.1/",
  "http://192.168.1.1/",
  "http://169.254.169.254/latest/meta-data",
  "http://100.64.0.1/",
  "http://[::1]/",
  "http://[::]/",
  "http://[fe80::1]/",
  "http://[fd00::1]/",
  "http://[::ffff:127.0.0.1]/",
  "http://[::ffff:10.0.0.1]/",
  "http://[64:ff9b::7f00:1]/",
  "http://localhost/",
  "http://a.localhost/",
];

describe("the URL of a webhook", () => {
  it.each(PRIVATE)("may not lead into the house: %s", (url) => {
    expect(webhookFault(url, false)).toBe("a private address");
    expect(webhookFault(url, true)).toBeUndefined();
  });

  it.each(["ftp://example.org/", "file:///etc/passwd", "not a url", "http://user:pass@example.org/"])(
    "is refused where it is no plain one: %s",
    (url) => {
      expect(webhookFault(url, true)).toBeDefined();
    },
  );

  it.each(["https://example.org/hook", "http://8.8.8.8/", "https://[2606:4700::1]/"])("may be %s", (url) => {
    expect(webhookFault(url, false)).toBeUndefined();
  });
});

describe("what sends webhooks", () => {
  it("does not dial a private address, nor a name that leads to one", async () => {
    const poster = createNodePoster();
    const message = { headers: {}, body: new Uint8Array(0), allowPrivate: false };
    const { signal } = new AbortController();
    for (const url of ["http://127.0.0.1:9/", "http://localhost:9/", "http://[::1]:9/"])
      expect(await poster.post({ ...message, url, signal })).toEqual({ ok: false, why: "private-address" });
  });
});
