import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inspect, promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openKeyFile } from "../../src/node/key-file.ts";

const run = promisify(execFile);

/** Files that version 1 reads for ever: of RFC 8032, section 7.1, test 2; the second opens with `PASSPHRASE`. */
const SECRET = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";
const DID = "did:key:z6MkiaMbhXHNA4eJVCCj8dbzKzTgYDKf6crKgHVHid1F1WCT";
const PASSPHRASE = "correct horse café";
const PLAIN = { format: "icn-mesh-key", version: 1, did: DID, secret: SECRET };
const LOCKED = {
  format: "icn-mesh-key",
  version: 1,
  did: DID,
  scrypt: { salt: "000102030405060708090a0b0c0d0e0f", n: 16384, r: 8, p: 1 },
  aes256gcm: {
    nonce: "101112131415161718191a1b",
    sealed:
      "17b5f286f3787a3c1ee6bd8bd6a62921e73fb8e7e5ce1591fd975fdc8b7895a7" + "aa8b2bca3603046c4b635fcddc7ae3b8",
  },
};

let directory: string;
let path: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "icn-mesh-key-"));
  path = join(directory, "node.key");
});

afterEach(() => rm(directory, { recursive: true }));

/** Puts a file where the key should be, readable by its owner only. */
async function given(content: unknown, mode = 0o600): Promise<void> {
  await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
  await chmod(path, mode);
}

/** The error of opening the file, which must not tell the key, whole or in part. */
async function refusalOf(options: Parameters<typeof openKeyFile>[1] = {}): Promise<unknown> {
  const error = await openKeyFile(path, options).then(
    () => "opened",
    (reason: unknown) => reason,
  );
  for (const shown of [inspect(error, { depth: 9 }), JSON.stringify(error)]) {
    expect(shown).not.toContain(SECRET.slice(0, 8));
    expect(shown).not.toContain(PASSPHRASE);
  }
  return error;
}

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const error = (code: string) => expect.objectContaining({ code, failure: { code, path } });

describe("a key file that is not there", () => {
  it("is made with a new key, which stays", async () => {
    const made = await openKeyFile(path);
    expect(made).toHaveLength(32);
    expect(await openKeyFile(path)).toEqual(made);
    expect(await openKeyFile(join(directory, "other.key"))).not.toEqual(made);
  });

  it("is readable by its owner only, in directories that are so too, and nothing is left beside it", async () => {
    const nested = join(directory, "a", "b", "node.key");
    await openKeyFile(nested);
    const modeOf = async (name: string): Promise<number> => (await stat(name)).mode & 0o777;
    expect(await modeOf(nested)).toBe(0o600);
    expect(await modeOf(join(directory, "a"))).toBe(0o700);
    expect(await modeOf(join(directory, "a", "b"))).toBe(0o700);
    expect(await readdir(join(directory, "a", "b"))).toEqual(["node.key"]);
  });

  it("is one key for all who open it at once in one process", async () => {
    const keys = await Promise.all(Array.from({ length: 20 }, () => openKeyFile(path)));
    expect(new Set(keys.map(hexOf)).size).toBe(1);
    expect(await readdir(directory)).toEqual(["node.key"]);
  });

  it("is one key for all processes that open it at once", async () => {
    const program = fileURLToPath(new URL("key-file-program.ts", import.meta.url));
    const outputs = await Promise.all(
      [1, 2, 3, 4].map(() => run(process.execPath, ["--conditions=@icn-mesh/source", program, path])),
    );
    const dids = outputs.map(({ stdout }) => stdout.trim());
    expect(new Set(dids).size).toBe(1);
    expect(JSON.parse(await readFile(path, "utf8"))).toMatchObject({ did: dids[0] });
    expect(await readdir(directory)).toEqual(["node.key"]);
  });

  it("stays the key of whoever was first, when a slower one comes with another", async () => {
    // Encrypting takes a third of a second, so that the plain file is there when the encrypted one is ready.
    const slower = refusalOf({ passphrase: PASSPHRASE });
    const first = await openKeyFile(path);
    expect(await slower).toEqual(error("CORE_KEY_FILE_UNENCRYPTED"));
    expect(await openKeyFile(path)).toEqual(first);
    expect(await readdir(directory)).toEqual(["node.key"]);
  });

  it("is not made when the caller does not want it", async () => {
    expect(await refusalOf({ createIfMissing: false })).toEqual(error("CORE_KEY_FILE_MISSING"));
    expect(await readdir(directory)).toEqual([]);
  });

  it("is encrypted when there is a passphrase, so that only the passphrase opens it", async () => {
    const made = await openKeyFile(path, { passphrase: PASSPHRASE });
    const text = await readFile(path, "utf8");
    expect(text).not.toContain(hexOf(made));
    expect(JSON.parse(text)).toMatchObject({ scrypt: { n: 2 ** 17, r: 8, p: 1 } });
    expect(await openKeyFile(path, { passphrase: PASSPHRASE })).toEqual(made);
    expect(await refusalOf({ passphrase: "guess" })).toEqual(error("CORE_KEY_FILE_WRONG_PASSPHRASE"));
  });

  it("is not made with an empty passphrase, which is most likely an unset variable", async () => {
    expect(await refusalOf({ passphrase: "" })).toEqual(error("CORE_KEY_FILE_WRONG_PASSPHRASE"));
    expect(await readdir(directory)).toEqual([]);
  });

  it("cannot be made below a file", async () => {
    await given(PLAIN);
    await expect(openKeyFile(join(path, "node.key"))).rejects.toMatchObject({
      code: "CORE_KEY_FILE_IO",
      cause: { code: "ENOTDIR" },
    });
  });
});

describe("a key file of version 1", () => {
  it("opens as it is, or with its passphrase however its accents are composed", async () => {
    await given(PLAIN);
    expect(hexOf(await openKeyFile(path))).toBe(SECRET);
    await given(LOCKED);
    for (const form of ["NFC", "NFD"]) {
      expect(hexOf(await openKeyFile(path, { passphrase: PASSPHRASE.normalize(form) }))).toBe(SECRET);
    }
  });

  it("opens through a symbolic link", async () => {
    await given(PLAIN);
    await symlink(path, join(directory, "link.key"));
    expect(hexOf(await openKeyFile(join(directory, "link.key")))).toBe(SECRET);
  });

  it("is refused while others can read or write it, with the remedy", async () => {
    for (const mode of [0o640, 0o604, 0o620, 0o660, 0o644, 0o666, 0o601]) {
      await given(PLAIN, mode);
      expect(await refusalOf(), mode.toString(8)).toEqual(error("CORE_KEY_FILE_EXPOSED"));
    }
    expect(await refusalOf()).toHaveProperty("message", expect.stringContaining("chmod 600"));
    for (const mode of [0o600, 0o400]) {
      await given(PLAIN);
      await chmod(path, mode);
      expect(hexOf(await openKeyFile(path))).toBe(SECRET);
    }
  });

  it("is refused without its passphrase, with another, and with one that it does not need", async () => {
    await given(LOCKED);
    expect(await refusalOf()).toEqual(error("CORE_KEY_FILE_LOCKED"));
    expect(await refusalOf({ passphrase: `${PASSPHRASE}!` })).toEqual(
      error("CORE_KEY_FILE_WRONG_PASSPHRASE"),
    );
    await given(PLAIN);
    expect(await refusalOf({ passphrase: PASSPHRASE })).toEqual(error("CORE_KEY_FILE_UNENCRYPTED"));
  });

  it("is refused once any digit of it is another", async () => {
    const text = JSON.stringify(PLAIN);
    const start = text.indexOf(SECRET);
    for (const at of [start, start + 1, start + 40, start + 63, text.indexOf("z6Mk") + 20]) {
      await given(`${text.slice(0, at)}${text[at] === "7" ? "8" : "7"}${text.slice(at + 1)}`);
      expect(await refusalOf(), `digit ${at}`).toEqual(error("CORE_KEY_FILE_DAMAGED"));
    }
  });

  it("does not open, encrypted, once its key, its nonce, its salt or its DID is another", async () => {
    const { scrypt, aes256gcm } = LOCKED;
    const changed = [
      { ...LOCKED, did: "did:key:z6MkwAj8mf8yUi64bYVQ1GRJ5oB6RJYvNREK1K6YtN44xmvU" },
      { ...LOCKED, scrypt: { ...scrypt, salt: scrypt.salt.replace("0f", "10") } },
      { ...LOCKED, scrypt: { ...scrypt, n: 2 ** 15 } },
      { ...LOCKED, aes256gcm: { ...aes256gcm, nonce: aes256gcm.nonce.replace("1b", "1c") } },
      { ...LOCKED, aes256gcm: { ...aes256gcm, sealed: aes256gcm.sealed.replace("17b5", "17b6") } },
      { ...LOCKED, aes256gcm: { ...aes256gcm, sealed: aes256gcm.sealed.replace("e3b8", "e3b9") } },
    ];
    for (const file of changed) {
      await given(file);
      expect(await refusalOf({ passphrase: PASSPHRASE })).toEqual(error("CORE_KEY_FILE_WRONG_PASSPHRASE"));
    }
  });
});

describe("what is no key file", () => {
  it("is refused as damaged, whatever it is", async () => {
    const { scrypt } = LOCKED;
    const contents: readonly unknown[] = [
      "",
      "null",
      "[]",
      SECRET,
      JSON.stringify(PLAIN).slice(0, -9),
      `${JSON.stringify(PLAIN)}${" ".repeat(5000)}`,
      { ...PLAIN, format: "another" },
      { ...PLAIN, version: 0 },
      { ...PLAIN, secret: SECRET.slice(2) },
      { ...PLAIN, secret: SECRET.toUpperCase() },
      { ...PLAIN, note: "mine" },
      { ...LOCKED, secret: SECRET },
      { ...LOCKED, scrypt: { ...scrypt, n: 2 ** 13 } },
      { ...LOCKED, scrypt: { ...scrypt, n: 2 ** 19 } },
      { ...LOCKED, scrypt: { ...scrypt, n: 2 ** 14 + 1 } },
      { ...LOCKED, scrypt: { ...scrypt, r: 64 } },
      { ...LOCKED, scrypt: { ...scrypt, p: 1024 } },
    ];
    for (const content of contents) {
      await given(content);
      expect(await refusalOf(), JSON.stringify(content).slice(0, 60)).toEqual(error("CORE_KEY_FILE_DAMAGED"));
      expect(await refusalOf({ passphrase: PASSPHRASE })).toEqual(error("CORE_KEY_FILE_DAMAGED"));
    }
  });

  it("is refused as newer when it says so", async () => {
    await given({ format: "icn-mesh-key", version: 2, anything: [] });
    expect(await refusalOf()).toEqual(error("CORE_KEY_FILE_NEWER"));
  });

  it("is refused when it is a directory or a pipe, without waiting for a writer", async () => {
    await mkdir(path, { mode: 0o700 });
    expect(await refusalOf()).toEqual(error("CORE_KEY_FILE_DAMAGED"));
    await rm(path, { recursive: true });
    await run("mkfifo", ["-m", "600", path]);
    expect(await refusalOf()).toEqual(error("CORE_KEY_FILE_DAMAGED"));
  });
});
