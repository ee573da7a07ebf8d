import { multiaddr } from "@multiformats/multiaddr";
import { describe, expect, it } from "vitest";
import { type Host, hostFromText, hostOf, isPrivate, subnetOf } from "../../src/libp2p/host.ts";

function host(text: string): Host {
  const known = hostFromText(text);
  if (known === undefined) throw new Error(`not an address: ${text}`);
  return known;
}

describe("a host", () => {
  it("is private where its address means something on one machine or in one house only", () => {
    const hidden = [
      ...["127.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.0.1"],
      ...["100.64.0.1", "0.0.0.0", "255.255.255.255", "224.0.0.1"],
      ...["::1", "::", "fe80::1", "fd00::1", "fc12:3456::1", "ff02::1", "::ffff:10.0.0.1", "::ffff:7f00:1"],
    ];
    const open = [
      ...["8.8.8.8", "172.15.0.1", "172.32.0.1", "100.63.0.1", "100.128.0.1", "192.169.0.1", "11.0.0.1"],
      ...["2606:4700:4700::1111", "::ffff:8.8.8.8"],
    ];
    expect(hidden.filter((text) => !isPrivate(host(text)))).toEqual([]);
    expect(open.filter((text) => isPrivate(host(text)))).toEqual([]);
  });

  it("shares its subnet with its neighbours: a /24, or a /48", () => {
    const subnet = (text: string) => subnetOf(host(text));
    expect(subnet("8.8.8.1")).toBe(subnet("8.8.8.254"));
    expect(subnet("8.8.8.1")).not.toBe(subnet("8.8.9.1"));
    expect(subnet("2a00:db8:1:2::1")).toBe(subnet("2a00:db8:1:ffff::9"));
    expect(subnet("2a00:db8:1::1")).not.toBe(subnet("2a00:db8:2::1"));
    expect(subnet("::ffff:8.8.8.1")).toBe(subnet("8.8.8.9"));
  });

  it("is read from an address that begins with it, and from no other", () => {
    expect(hostOf(multiaddr("/ip4/1.2.3.4/tcp/1"))?.toString()).toBe("1.2.3.4");
    expect(hostOf(multiaddr("/ip6/::1/tcp/1/ws"))?.toString()).toBe("::1");
    expect(hostOf(multiaddr("/dns4/example.org/tcp/1"))).toBeUndefined();
    expect(hostFromText("example.org")).toBeUndefined();
  });
});
