import type { AnyBody, Certificate } from "@icn-mesh/core";
import { marketBodies } from "./samples/market.ts";
import { moneyBodies } from "./samples/money.ts";
import { cid, did, net, vote } from "./samples/parts.ts";
import { workBodies } from "./samples/work.ts";

/** At least one body of every signed record. */
export const sampleBodies: readonly AnyBody[] = [...moneyBodies, ...marketBodies, ...workBodies];

/** The one record that nobody signs. */
export const sampleCertificate: Certificate = {
  t: "icn/cert/1",
  net,
  epoch: 1,
  slot: "icn/op someone 3",
  outcome: cid(1),
  votes: [vote, { ...vote, by: did(2) }],
};
