import { it } from "vitest";
import { runInterop } from "./run-interop.ts";

it("speaks to a peer in Rust, to a page in a browser, and over the optional transports", async ({ skip }) => {
  await runInterop("libp2p-peers", skip);
}, 300_000);
