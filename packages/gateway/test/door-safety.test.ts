import { describe, expect, it } from "vitest";
import { assertSafe, isOpenDoor } from "../src/door-safety.ts";
import { gatewaySection } from "../src/index.ts";

const settings = (options: object) => gatewaySection.parse(options);

describe("a door", () => {
  it("is open to its own machine alone when nothing is said", () => {
    expect(settings({})).toMatchObject({
      host: "127.0.0.1",
      auth: "auto",
      allowOrigin: [],
      plainHttp: false,
    });
    expect(isOpenDoor(settings({}))).toBe(true);
    expect(isOpenDoor(settings({ host: "::1" }))).toBe(true);
    expect(isOpenDoor(settings({ host: "0.0.0.0" }))).toBe(false);
    expect(isOpenDoor(settings({ auth: "keys" }))).toBe(false);
  });

  it.each([
    [{ host: "0.0.0.0", auth: "none" }, "GATEWAY_OPEN_DOOR"],
    [{ host: "192.0.2.7", auth: "none", plainHttp: true }, "GATEWAY_OPEN_DOOR"],
    [{ host: "0.0.0.0" }, "GATEWAY_PLAIN_HTTP"],
    [{ host: "node.example.org" }, "GATEWAY_PLAIN_HTTP"],
  ])("does not stand open to strangers: %j", (options, code) => {
    expect(() => assertSafe(settings(options))).toThrow(expect.objectContaining({ code }));
  });

  it.each([
    { host: "0.0.0.0", plainHttp: true },
    { host: "0.0.0.0", behindProxy: ["10.0.0.0/8"] },
    { host: "0.0.0.0", tls: { certFile: "cert.pem", keyFile: "key.pem" } },
    { host: "127.0.0.1", auth: "none" },
  ])("stands where it was told to: %j", (options) => {
    expect(() => assertSafe(settings(options))).not.toThrow();
  });
});
