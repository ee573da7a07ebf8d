import { describe, expect, it } from "vitest";
import { addressKey } from "../../src/auth/address-key.ts";

describe("an address that requests are counted under", () => {
  it("is that of one machine with IPv4, in whatever form it comes", () => {
    expect(addressKey("192.0.2.7")).toBe("192.0.2.7");
    expect(addressKey("::ffff:192.0.2.7")).toBe("192.0.2.7");
    expect(addressKey("192.0.2.8")).not.toBe(addressKey("192.0.2.7"));
  });

  it("is that of a whole network with IPv6, where one may have as many as it likes", () => {
    expect(addressKey("2001:db8:1:2::1")).toBe(addressKey("2001:db8:1:2:ffff:ffff:ffff:ffff"));
    expect(addressKey("2001:db8:1:2::1")).not.toBe(addressKey("2001:db8:1:3::1"));
  });

  it("is what was said, where that is no address", () => {
    expect(addressKey("unknown")).toBe("unknown");
  });
});
