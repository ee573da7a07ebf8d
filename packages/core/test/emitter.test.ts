import { describe, expect, it } from "vitest";
import { createEmitter } from "../src/emitter.ts";

interface Events {
  readonly "job-ended": { readonly job: string };
  readonly idle: undefined;
}

function setUp(maxListeners?: number) {
  const errors: unknown[] = [];
  const heard: string[] = [];
  const onListenerError = (error: unknown, event: string) => errors.push([event, error]);
  const emitter = createEmitter<Events>(
    maxListeners === undefined ? { onListenerError } : { onListenerError, maxListeners },
  );
  const listener = (name: string) => () => {
    heard.push(name);
  };
  return { emitter, errors, heard, listener };
}

describe("an emitter", () => {
  it("calls the listeners of an event with its payload, in the order in which they came", () => {
    const { emitter, heard, listener } = setUp();
    emitter.on("job-ended", ({ job }) => heard.push(`1 ${job}`));
    emitter.on("job-ended", ({ job }) => heard.push(`2 ${job}`));
    emitter.on("idle", listener("idle"));
    emitter.emit("job-ended", { job: "j" });
    expect(heard).toEqual(["1 j", "2 j"]);
  });

  it("emits to nobody without complaint", () => {
    const { emitter, errors } = setUp();
    emitter.emit("idle", undefined);
    expect(errors).toEqual([]);
  });

  it("reports a listener that throws, and calls the others", () => {
    const { emitter, errors, heard, listener } = setUp();
    const error = new Error("broken");
    emitter.on("idle", () => {
      throw error;
    });
    emitter.on("idle", listener("after"));
    emitter.emit("idle", undefined);
    expect(heard).toEqual(["after"]);
    expect(errors).toEqual([["idle", error]]);
  });

  it("reports a listener that rejects later", async () => {
    const reported = Promise.withResolvers<unknown>();
    const emitter = createEmitter<Events>({
      onListenerError: (error, event) => reported.resolve([event, error]),
    });
    const error = new Error("broken");
    emitter.on("idle", async () => {
      await Promise.resolve();
      throw error;
    });
    emitter.emit("idle", undefined);
    expect(await reported.promise).toEqual(["idle", error]);
  });

  it("stops calling a listener when its undo is called, and only that one", () => {
    const { emitter, heard, listener } = setUp();
    const same = listener("same");
    const undo = emitter.on("idle", same);
    emitter.on("idle", same);
    undo();
    undo();
    expect(emitter.listenerCount("idle")).toBe(1);
    emitter.emit("idle", undefined);
    expect(heard).toEqual(["same"]);
  });

  it("calls a listener once that asked for one event, even if it emits the event itself", () => {
    const { emitter, heard } = setUp();
    emitter.once("idle", () => {
      heard.push("once");
      emitter.emit("idle", undefined);
    });
    emitter.emit("idle", undefined);
    emitter.emit("idle", undefined);
    expect(heard).toEqual(["once"]);
    expect(emitter.listenerCount("idle")).toBe(0);
  });

  it("can be told to forget a listener that asked for one event", () => {
    const { emitter, heard, listener } = setUp();
    const undo = emitter.once("idle", listener("once"));
    undo();
    emitter.emit("idle", undefined);
    expect(heard).toEqual([]);
  });

  it("does not call whom an earlier listener removed", () => {
    const { emitter, heard, listener } = setUp();
    emitter.on("idle", () => undo());
    const undo = emitter.on("idle", listener("removed"));
    emitter.on("idle", listener("stays"));
    emitter.emit("idle", undefined);
    expect(heard).toEqual(["stays"]);
  });

  it("calls whom a listener added from the next event on", () => {
    const { emitter, heard, listener } = setUp();
    emitter.once("idle", () => {
      emitter.on("idle", listener("added"));
    });
    emitter.emit("idle", undefined);
    expect(heard).toEqual([]);
    emitter.emit("idle", undefined);
    expect(heard).toEqual(["added"]);
  });

  it("refuses more listeners of one event than it was made for", () => {
    const { emitter, listener } = setUp(2);
    const undo = emitter.on("idle", listener("1"));
    emitter.on("idle", listener("2"));
    const failure = { code: "CORE_TOO_MANY_LISTENERS", event: "idle", max: 2 };
    expect(() => emitter.on("idle", listener("3"))).toThrow(expect.objectContaining({ failure }));
    emitter.on("job-ended", listener("other"));
    undo();
    emitter.on("idle", listener("3"));
  });
});
