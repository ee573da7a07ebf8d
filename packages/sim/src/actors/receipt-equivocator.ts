import { openRecord, receiptRecord, sealRecord, signRecord } from "@icn-mesh/core";
import type { Actor } from "./actor.ts";
import { changeLink } from "./hooks/change-link.ts";

/** Tells a manager that its work took more than it tells the guards, and later the manager too. */
export const receiptEquivocator: Actor = {
  name: "ReceiptEquivocator",
  disguise: (parts, { world }) =>
    changeLink(parts, {
      async ask({ kind, bytes, send }) {
        const opened = kind === "receipt" ? openRecord(receiptRecord, bytes) : undefined;
        if (!opened?.ok) return send();
        world.counters.add("act ReceiptEquivocator");
        const { body } = opened.value;
        const usage = { ...body.usage, fuel: body.usage.fuel + 1 };
        const other = await signRecord(receiptRecord, { ...body, usage }, parts.components.signer);
        await send(sealRecord(other));
        return send();
      },
    }),
};
