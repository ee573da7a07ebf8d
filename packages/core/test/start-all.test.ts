import { describe, expect, it } from "vitest";
import { CoreError } from "../src/errors.ts";
import type { Service } from "../src/ports/service.ts";
import { startAll } from "../src/start-all.ts";

describe("startAll", () => {
  it("starts in order and stops in reverse order", async () => {
    const { service, log } = recorded();
    const stop = await startAll([service("a"), service("b"), service("c")]);
    expect(log).toEqual(["start a", "start b", "start c"]);
    await stop();
    expect(log.slice(3)).toEqual(["stop c", "stop b", "stop a"]);
  });

  it("starts one only when the one before has started", async () => {
    const { service, log } = recorded();
    const gate = Promise.withResolvers<void>();
    const slow: Service = { ...service("slow"), start: () => gate.promise };
    const started = startAll([slow, service("next")]);
    await Promise.resolve();
    expect(log).toEqual([]);
    gate.resolve();
    await started;
    expect(log).toEqual(["start next"]);
  });

  it("stops what runs when one cannot start, and throws its error", async () => {
    const { service, log } = recorded();
    const reason = new Error("port in use");
    const all = [service("a"), service("b"), failing(service("c"), "start", reason), service("d")];
    await expect(startAll(all)).rejects.toBe(reason);
    expect(log).toEqual(["start a", "start b", "stop b", "stop a"]);
  });

  it("tells of what it could not stop besides why it had to", async () => {
    const { service, log } = recorded();
    const [reason, second] = [new Error("port in use"), new Error("disk full")];
    const all = [service("a"), failing(service("b"), "stop", second), failing(service("c"), "start", reason)];
    const error = await startAll(all).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ failure: { code: "CORE_SERVICES_NOT_STOPPED", services: ["b"] } });
    expect((error as CoreError).cause).toMatchObject({ errors: [reason, second] });
    expect(log).toEqual(["start a", "start b", "stop a"]);
  });

  it("goes on stopping past those that fail, and tells of all of them", async () => {
    const { service, log } = recorded();
    const errors = [new Error("first"), new Error("second")] as const;
    const stop = await startAll([
      service("a"),
      failing(service("b"), "stop", errors[1]),
      service("c"),
      failing(service("d"), "stop", errors[0]),
    ]);
    const error = await stop().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CoreError);
    expect(error).toMatchObject({ failure: { services: ["d", "b"] }, cause: { errors } });
    expect(log.slice(4)).toEqual(["stop c", "stop a"]);
  });

  it("stops once, however often it is asked", async () => {
    const { service, log } = recorded();
    const stop = await startAll([service("a")]);
    await Promise.all([stop(), stop()]);
    await stop();
    expect(log).toEqual(["start a", "stop a"]);
  });

  it("has nothing to do for no services", async () => {
    const stop = await startAll([]);
    await expect(stop()).resolves.toBeUndefined();
  });
});

function recorded() {
  const log: string[] = [];
  const service = (name: string): Service => ({
    name,
    start: async () => {
      log.push(`start ${name}`);
    },
    stop: async () => {
      log.push(`stop ${name}`);
    },
  });
  return { service, log };
}

function failing(service: Service, step: "start" | "stop", error: Error): Service {
  return { ...service, [step]: () => Promise.reject(error) };
}
