import { describe, expect, it } from "vitest";
import type { GuestTask } from "../../src/guest/guest-task.ts";
import { SAMPLE_LIMITS } from "../../src/testing/runner-contract/sample-work.ts";
import { WASI_ABI } from "../../src/wasi/wasi-abi.ts";
import { createWasiFunctions } from "../../src/wasi/wasi-functions.ts";
import { createWasiState } from "../../src/wasi/wasi-state.ts";
import { createSampleContext, sampleTask } from "../guest/sample-context.ts";

const OK = 0;
const [BADF, EXIST, INVAL, ISDIR, NOENT, NOSYS, NOTDIR, NOTEMPTY, PERM, SPIPE] = [
  8, 20, 28, 31, 44, 52, 54, 55, 63, 70,
];
const [CREATE, DIRECTORY, EXCLUSIVE, TRUNCATE] = [1, 2, 4, 8];
const APPEND = 1;
const ROOT = 3;
const encoder = new TextEncoder();

/** A guest of WASI, whose calls the test makes; its pointers are the first bytes of its memory. */
function createGuest(more: Partial<GuestTask> = {}) {
  const { context, port, memory } = createSampleContext(sampleTask(more));
  const state = createWasiState(context);
  const functions = createWasiFunctions(context, state);
  const call = (name: keyof typeof WASI_ABI, ...values: unknown[]) =>
    functions[name]?.(...(values as never[]));
  const put = (pointer: number, text: string) => memory.write(pointer, text.length, encoder.encode(text));
  /** One buffer at 1000, described at 100; what is done is counted at 200. */
  const vector = (length: number) => {
    memory.setUint32(100, 1000);
    memory.setUint32(104, length);
  };
  return {
    call,
    context,
    memory,
    port,
    state,
    word: (pointer: number) => memory.getUint32(pointer),
    long: (pointer: number) => new DataView(memory.read(pointer, 8).buffer).getBigUint64(0, true),
    open(path: string, openFlags = 0, flags = 0): number {
      put(300, path);
      const error = call("path_open", ROOT, 0, 300, path.length, openFlags, 0n, 0n, flags, 400);
      return error === OK ? memory.getUint32(400) : -Number(error);
    },
    at(name: "path_create_directory" | "path_remove_directory" | "path_unlink_file", path: string): unknown {
      put(300, path);
      return call(name, ROOT, 300, path.length);
    },
    write(fd: number, text: string): unknown {
      put(1000, text);
      vector(text.length);
      return call("fd_write", fd, 100, 1, 200);
    },
    read(fd: number, length: number): unknown {
      vector(length);
      const error = call("fd_read", fd, 100, 1, 200);
      return error === OK ? memory.text(1000, memory.getUint32(200), 1000) : error;
    },
  };
}

const inputs = [encoder.encode("first input"), encoder.encode("second")];

describe("the streams of a program", () => {
  it("read the first input, and end", () => {
    const { read } = createGuest({ inputs });
    expect([read(0, 5), read(0, 100), read(0, 100)]).toEqual(["first", " input", ""]);
    expect(createGuest().read(0, 10)).toBe("");
  });

  it("write the result and the log", () => {
    const { write, state, port, call } = createGuest();
    expect([write(1, "a"), write(1, "b"), write(2, "one\ntwo\n")]).toEqual([OK, OK, OK]);
    expect(new TextDecoder().decode(state.stdout.bytes())).toBe("ab");
    expect(port.events).toEqual(["one", "two"].map((text) => ({ type: "log", level: "info", text })));
    expect(call("fd_seek", 1, 0n, 0, 500)).toBe(SPIPE);
    expect(call("fd_tell", 1, 500)).toBe(SPIPE);
    expect(call("fd_pwrite", 1, 100, 1, 0n, 200)).toBe(SPIPE);
  });

  it("may not be read and written the other way", () => {
    const { write, read } = createGuest({ inputs });
    expect(write(0, "x")).toBe(PERM);
    expect(read(9, 1)).toBe(BADF);
    expect(write(9, "x")).toBe(BADF);
    expect(read(ROOT, 1)).toBe(ISDIR);
  });
});

describe("the files of a program", () => {
  it("are its inputs, which it may only read", () => {
    const { open, read, write, call } = createGuest({ inputs });
    const fd = open("inputs/1");
    expect(read(fd, 100)).toBe("second");
    expect(write(fd, "x")).toBe(PERM);
    expect(call("fd_filestat_set_size", fd, 0n)).toBe(PERM);
    expect(open("inputs/1", TRUNCATE)).toBe(-PERM);
    expect(open("inputs/2", CREATE)).toBe(-2);
    expect(open("inputs/2")).toBe(-NOENT);
  });

  it("are its outputs, under names that an output may have", () => {
    const { open, write, context } = createGuest({ outputs: ["a.txt"] });
    const fd = open("/outputs/a.txt", CREATE);
    expect([write(fd, "some"), write(fd, " text")]).toEqual([OK, OK]);
    const [[name, bytes] = []] = [...context.outputs.entries()];
    expect([name, new TextDecoder().decode(bytes?.bytes())]).toEqual(["a.txt", "some text"]);
    expect(context.outputs.spent).toBe(9);
    expect(open("/outputs/other", CREATE)).toBe(-2);
    expect(open("/outputs/a.txt", CREATE | EXCLUSIVE)).toBe(-EXIST);
  });

  it("are written at a place, appended to, cut and sought in", () => {
    const { open, write, read, call, long } = createGuest();
    const fd = open("/tmp/f", CREATE);
    write(fd, "0123456789");
    expect(call("fd_seek", fd, -4n, 2, 500)).toBe(OK);
    expect(long(500)).toBe(6n);
    expect(read(fd, 10)).toBe("6789");
    expect(call("fd_seek", fd, -11n, 2, 500)).toBe(INVAL);
    expect(call("fd_seek", fd, 0n, 9, 500)).toBe(INVAL);
    const log = open("/tmp/f", 0, APPEND);
    write(log, "ab");
    expect(call("fd_seek", fd, 8n, 0, 500)).toBe(OK);
    expect(read(fd, 10)).toBe("89ab");
    expect(call("fd_filestat_set_size", fd, 3n)).toBe(OK);
    expect(call("fd_seek", fd, 0n, 0, 500)).toBe(OK);
    expect(read(fd, 10)).toBe("012");
    write(open("/tmp/f", TRUNCATE), "x");
    expect(call("fd_pread", fd, 100, 1, 0n, 200)).toBe(OK);
    expect(call("fd_tell", fd, 500)).toBe(OK);
    expect(long(500)).toBe(3n);
  });

  it("count as output while they grow, wherever they stand", () => {
    const { open, write, call } = createGuest({ limits: { ...SAMPLE_LIMITS, outputBytes: 10 } });
    const fd = open("/tmp/f", CREATE);
    expect(write(fd, "01234567")).toBe(OK);
    expect(call("fd_seek", fd, 0n, 0, 500)).toBe(OK);
    expect(write(fd, "01234567")).toBe(OK);
    expect(() => write(fd, "012")).toThrow(/more than 10 bytes of output/);
    const other = createGuest({ limits: { ...SAMPLE_LIMITS, outputBytes: 10 } });
    const sparse = other.open("/tmp/f", CREATE);
    other.call("fd_seek", sparse, 2n ** 31n, 0, 500);
    expect(() => other.write(sparse, "x")).toThrow(/more than 10 bytes of output/);
  });

  it("are found by paths that stay within the root", () => {
    const { open, at } = createGuest({ inputs });
    expect(open("tmp/../inputs/./0")).toBeGreaterThan(ROOT);
    expect(open("../etc/passwd")).toBe(-PERM);
    expect(open("nowhere/f", CREATE)).toBe(-NOENT);
    expect(at("path_create_directory", "x".repeat(513))).toBe(37);
  });

  it("are listed, in parts where the buffer is small", () => {
    const { open, call, memory, word } = createGuest({ inputs });
    open("/b", CREATE);
    const root = open("/", DIRECTORY);
    const names: string[] = [];
    for (let cookie = 0n; ; ) {
      expect(call("fd_readdir", root, 2000, 40, cookie, 200)).toBe(OK);
      const used = word(200);
      const length = word(2000 + 16);
      if (used === 0) break;
      if (used < 24 + length) throw new Error("an entry does not fit");
      names.push(memory.text(2024, length, 64));
      cookie = new DataView(memory.read(2000, 8).buffer).getBigUint64(0, true);
    }
    expect(names).toEqual(["b", "inputs", "outputs", "tmp"]);
    expect(call("fd_readdir", 0, 2000, 40, 0n, 200)).toBe(NOTDIR);
  });

  it("are moved and removed", () => {
    const { open, at, call, memory, write } = createGuest({ inputs });
    write(open("/tmp/f", CREATE), "x");
    expect(at("path_create_directory", "/tmp/d")).toBe(OK);
    expect(at("path_create_directory", "/tmp/d")).toBe(EXIST);
    memory.write(300, 10, encoder.encode("tmp/f"));
    memory.write(600, 10, encoder.encode("tmp/d/g"));
    expect(call("path_rename", ROOT, 300, 5, ROOT, 600, 7)).toBe(OK);
    expect(open("/tmp/f")).toBe(-NOENT);
    expect(open("/tmp/d/g")).toBeGreaterThan(ROOT);
    expect(at("path_remove_directory", "/tmp/d")).toBe(NOTEMPTY);
    expect(at("path_unlink_file", "/tmp/d")).toBe(ISDIR);
    expect(at("path_unlink_file", "/tmp/d/g")).toBe(OK);
    expect(at("path_unlink_file", "/tmp/d/g")).toBe(NOENT);
    expect(at("path_remove_directory", "/tmp/d")).toBe(OK);
    expect(at("path_remove_directory", "/inputs")).toBe(PERM);
    expect(at("path_unlink_file", "/inputs/0")).toBe(PERM);
  });

  it("are no more than a guest can need", () => {
    const { open, at } = createGuest();
    let made = 0;
    while (at("path_create_directory", `/tmp/d${made}`) === OK) made++;
    expect(made).toBeLessThan(300);
    let opened = 0;
    while (open("/tmp") > 0) opened++;
    expect(opened).toBeLessThan(300);
  });

  it("say what they are", () => {
    const { open, call, memory, long, write } = createGuest();
    const fd = open("/tmp/f", CREATE);
    write(fd, "12345");
    expect(call("fd_filestat_get", fd, 600)).toBe(OK);
    expect([memory.read(616, 1)[0], long(632)]).toEqual([4, 5n]);
    memory.write(300, 3, encoder.encode("tmp"));
    expect(call("path_filestat_get", ROOT, 0, 300, 3, 600)).toBe(OK);
    expect(memory.read(616, 1)[0]).toBe(3);
    expect(call("fd_fdstat_get", 1, 600)).toBe(OK);
    expect(memory.read(600, 1)[0]).toBe(2);
    expect(call("fd_prestat_get", ROOT, 600)).toBe(OK);
    expect(call("fd_prestat_dir_name", ROOT, 600, 1)).toBe(OK);
    expect(memory.text(600, 1, 1)).toBe("/");
    expect(call("fd_prestat_get", 4, 600)).toBe(BADF);
    expect([call("fd_close", fd), call("fd_close", fd)]).toEqual([OK, BADF]);
  });
});

describe("the rest of a program's world", () => {
  it("gives it its arguments and no environment", () => {
    const { call, memory, word } = createGuest({ args: ["one", "två"] });
    call("args_sizes_get", 600, 604);
    expect([word(600), word(604)]).toEqual([3, 6 + 4 + 5]);
    expect(call("args_get", 700, 800)).toBe(OK);
    expect(memory.text(word(704), 3, 3)).toBe("one");
    call("environ_sizes_get", 600, 604);
    expect([word(600), word(604)]).toEqual([0, 0]);
  });

  it("tells it the time of the job, which goes on as it asks", () => {
    const { call, long } = createGuest({ now: 5 });
    const times = [0, 0, 1].map((clock) => {
      call("clock_time_get", clock, 0n, 600);
      return long(600);
    });
    expect(times).toEqual([5_001_000n, 5_002_000n, 3000n]);
  });

  it("draws the job's random numbers", () => {
    const draw = (seed: string) => {
      const { call, memory } = createGuest({ seed });
      call("random_get", 600, 16);
      return memory.read(600, 16);
    };
    expect(draw("a")).toEqual(draw("a"));
    expect(draw("a")).not.toEqual(draw("b"));
  });

  it("has no network, nothing to wait for, and no links", () => {
    const { call } = createGuest();
    expect(call("sock_send", 0, 0, 0, 0, 0)).toBe(NOSYS);
    expect(call("poll_oneoff", 0, 0, 0, 0)).toBe(NOSYS);
    expect(call("path_symlink", 0, 0, 0, 0, 0)).toBe(NOSYS);
  });

  it("has exactly the functions of preview 1", () => {
    const { context, state } = createGuest();
    expect(Object.keys(createWasiFunctions(context, state)).sort()).toEqual(Object.keys(WASI_ABI).sort());
    expect(Object.keys(WASI_ABI)).toHaveLength(46);
  });

  it("takes no list of buffers longer than anybody needs", () => {
    const { call } = createGuest({ inputs });
    expect(call("fd_read", 0, 100, 1025, 200)).toBe(INVAL);
    expect(call("fd_write", 1, 100, -1, 200)).toBe(INVAL);
  });
});
