import type { Did } from "@icn-mesh/core";
import { sampleDid } from "@icn-mesh/core/testing";
import { generateKeyPair } from "@libp2p/crypto/keys";
import type { Connection, MultiaddrConnection } from "@libp2p/interface";
import { peerIdFromPrivateKey } from "@libp2p/peer-id";
import { multiaddr } from "@multiformats/multiaddr";
import { describe, expect, it } from "vitest";
import { createConnectionGate } from "../../src/libp2p/connection-gate.ts";
import { peerIdOf } from "../../src/libp2p/peer-ids.ts";
import { NETWORK_LIMITS } from "../../src/network-limits.ts";

const friend = sampleDid(1);
const stranger = sampleDid(2);

function setUp({ allowsPrivate = false, connectionsPerSubnet = 2 } = {}) {
  const open: string[] = [];
  const gate = createConnectionGate({
    limits: { ...NETWORK_LIMITS, connectionsPerSubnet },
    allowsPrivate,
    admits: (peer: Did) => peer !== stranger,
    connections: () => open.map((address) => ({ remoteAddr: multiaddr(address) }) as Connection),
  });
  /** Lets those of these addresses in that it would; false for each that is refused. */
  function knock(...addresses: readonly string[]): readonly boolean[] {
    return addresses.map((address) => {
      const isIn = gate.denyInboundConnection?.(from(address)) === false;
      if (isIn) open.push(address);
      return isIn;
    });
  }
  return { gate, open, knock };
}

function from(address: string): MultiaddrConnection {
  return { remoteAddr: multiaddr(address) } as MultiaddrConnection;
}

describe("the gate of connections", () => {
  it("lets so many in from one /24, and others from the next", () => {
    const { knock } = setUp();
    expect(knock("/ip4/8.8.8.1/tcp/1", "/ip4/8.8.8.1/tcp/2", "/ip4/8.8.8.254/tcp/1")).toEqual([
      true,
      true,
      false,
    ]);
    expect(knock("/ip4/8.8.9.1/tcp/1")).toEqual([true]);
  });

  it("lets so many in from one /48, however many addresses it has, and however they are reached", () => {
    const { knock } = setUp();
    const [first, second, third] = ["2a00:db8:1::1", "2a00:db8:1:2::1", "2a00:db8:1:ffff::1"];
    expect(knock(`/ip6/${first}/tcp/1`, `/ip6/${second}/tcp/1/ws`, `/ip6/${third}/udp/1/quic-v1`)).toEqual([
      true,
      true,
      false,
    ]);
    expect(knock("/ip6/2a00:db8:2::1/tcp/1")).toEqual([true]);
  });

  it("counts an IPv4 address in IPv6 with its own subnet", () => {
    const { knock } = setUp({ connectionsPerSubnet: 1 });
    expect(knock("/ip4/8.8.8.1/tcp/1", "/ip6/::ffff:8.8.8.2/tcp/1")).toEqual([true, false]);
  });

  it("has room again when one of them has left", () => {
    const { knock, open } = setUp({ connectionsPerSubnet: 1 });
    expect(knock("/ip4/8.8.8.1/tcp/1", "/ip4/8.8.8.2/tcp/1")).toEqual([true, false]);
    open.splice(0);
    expect(knock("/ip4/8.8.8.2/tcp/1")).toEqual([true]);
  });

  it("counts those in one house only where private addresses are strange", () => {
    const four = [1, 2, 3, 4].map((port) => `/ip4/192.168.1.1/tcp/${port}`);
    expect(setUp().knock(...four)).toEqual([true, true, false, false]);
    expect(setUp({ allowsPrivate: true }).knock(...four)).toEqual([true, true, true, true]);
  });

  it("refuses a peer that is not admitted on every way in and out", () => {
    const { gate } = setUp();
    const socket = from("/ip4/8.8.8.1/tcp/1");
    const answersFor = (peer: Did) => {
      const [id, relay] = [peerIdOf(peer), peerIdOf(friend)];
      return [
        gate.denyDialPeer?.(id),
        gate.denyInboundEncryptedConnection?.(id, socket),
        gate.denyOutboundEncryptedConnection?.(id, socket),
        gate.denyInboundRelayedConnection?.(relay, id),
        gate.denyOutboundRelayedConnection?.(relay, id),
        gate.denyInboundRelayReservation?.(id),
      ];
    };
    expect(answersFor(stranger)).toEqual(Array(6).fill(true));
    expect(answersFor(friend)).toEqual(Array(6).fill(false));
  });

  it("refuses a peer without an Ed25519 key, which has no DID here", async () => {
    const { gate } = setUp();
    const id = peerIdFromPrivateKey(await generateKeyPair("secp256k1"));
    expect(gate.denyDialPeer?.(id)).toBe(true);
  });

  it("dials and remembers no private address, unless it may", () => {
    const addresses = ["/ip4/10.0.0.1/tcp/1", "/ip4/8.8.8.1/tcp/1", "/dns4/example.org/tcp/1"].map((text) =>
      multiaddr(text),
    );
    const kept = ({ gate }: ReturnType<typeof setUp>) =>
      addresses.filter((address) => gate.filterMultiaddrForPeer?.(peerIdOf(friend), address));
    const dialled = ({ gate }: ReturnType<typeof setUp>) =>
      addresses.filter((address) => gate.denyDialMultiaddr?.(address) === false);
    expect([kept(setUp()), dialled(setUp())]).toEqual([addresses.slice(1), addresses.slice(1)]);
    const open = setUp({ allowsPrivate: true });
    expect([kept(open), dialled(open)]).toEqual([addresses, addresses]);
  });
});
