import { describe, expect, it } from "vitest";
import { orAborted } from "../src/or-aborted.ts";

const REASON = new Error("nobody waits any more");

describe("waiting for a promise under a signal", () => {
  it("is waiting for the promise while the signal does not abort", async () => {
    const { signal } = new AbortController();
    expect(await orAborted(Promise.resolve(1), signal)).toBe(1);
    await expect(orAborted(Promise.reject(REASON), signal)).rejects.toBe(REASON);
    expect(await orAborted(Promise.resolve(1), undefined)).toBe(1);
  });

  it("ends with the reason of the signal, also of one that has aborted before", async () => {
    const over = new AbortController();
    const waiting = orAborted(new Promise(() => undefined), over.signal);
    over.abort(REASON);
    await expect(waiting).rejects.toBe(REASON);
    await expect(orAborted(Promise.resolve(1), over.signal)).rejects.toBe(REASON);
  });

  it("leaves no listener behind", async () => {
    const { signal } = new AbortController();
    const listening = new Set<unknown>();
    const watched = Object.assign(signal, {
      addEventListener: (_: string, listener: unknown) => listening.add(listener),
      removeEventListener: (_: string, listener: unknown) => listening.delete(listener),
    });
    const waiting = orAborted(Promise.resolve(), watched);
    expect(listening.size).toBe(1);
    await waiting;
    await Promise.resolve();
    expect(listening.size).toBe(0);
  });
});
