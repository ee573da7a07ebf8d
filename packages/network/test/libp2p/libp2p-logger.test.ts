import { createRecordingLogger } from "@icn-mesh/core/testing";
import { describe, expect, it } from "vitest";
import { createLibp2pLogger } from "../../src/libp2p/libp2p-logger.ts";

describe("libp2p's own log", () => {
  it("is ours under the component libp2p, its failures alone unless all is asked for, its traces never", () => {
    const counts = (["errors", "all"] as const).map((keep) => {
      const logger = createRecordingLogger("libp2p");
      const log = createLibp2pLogger(logger, keep).forComponent("libp2p:tcp");
      log("dialling %a", "/ip4/127.0.0.1/tcp/1");
      log.trace("wrote %d bytes", 7);
      log.error("could not dial %p - %e", "12D3KooW", new Error("refused"));
      log.newScope("listener").error("gone");
      return logger.entries.map(({ component, level, message, fields }) => [
        component,
        level,
        message,
        fields["part"],
      ]);
    });
    const failures = [
      ["libp2p", "debug", "could not dial 12D3KooW - Error: refused", "libp2p:tcp"],
      ["libp2p", "debug", "gone", "libp2p:tcp:listener"],
    ];
    const step = ["libp2p", "debug", "dialling /ip4/127.0.0.1/tcp/1", "libp2p:tcp"];
    expect(counts).toEqual([failures, [step, ...failures]]);
  });
});
