import { Buffer } from "node:buffer";
import { createCipheriv, createDecipheriv, randomBytes, scrypt } from "node:crypto";
import * as z from "zod";
import { type Did, didFromPublicKey, didSchema } from "../ids/did.ts";
import { nodeCryptoEngine } from "./node-crypto-engine.ts";

/** The secret key in the text of a key file, or why it cannot be had. */
export type OpenedKeyFile =
  | { readonly ok: true; readonly secretKey: Uint8Array }
  | { readonly ok: false; readonly code: KeyFileRefusal };

/** What can be wrong with the text of a key file, or with the passphrase for it. */
export type KeyFileRefusal =
  | "CORE_KEY_FILE_DAMAGED"
  | "CORE_KEY_FILE_LOCKED"
  | "CORE_KEY_FILE_NEWER"
  | "CORE_KEY_FILE_UNENCRYPTED"
  | "CORE_KEY_FILE_WRONG_PASSPHRASE";

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`));

/** 128 MiB and a third of a second for one guess. */
const SCRYPT = { n: 2 ** 17, r: 8, p: 1 } as const;
/** What a file may ask for: twice the memory at most, so that a foreign one cannot take all there is. */
const scryptSchema = z.strictObject({
  salt: hex(16),
  n: z.literal([2 ** 14, 2 ** 15, 2 ** 16, 2 ** 17, 2 ** 18]),
  r: z.literal(SCRYPT.r),
  p: z.literal(SCRYPT.p),
});

const header = { format: z.literal("icn-mesh-key"), version: z.literal(1), did: didSchema };
const plainSchema = z.strictObject({ ...header, secret: hex(32) });
const lockedSchema = z.strictObject({
  ...header,
  scrypt: scryptSchema,
  aes256gcm: z.strictObject({ nonce: hex(12), sealed: hex(48) }),
});
const keyFileSchema = z.union([plainSchema, lockedSchema]);
type PlainKeyFile = z.infer<typeof plainSchema>;
type LockedKeyFile = z.infer<typeof lockedSchema>;

const newerSchema = z.looseObject({ format: z.literal("icn-mesh-key"), version: z.int().min(2) });

/** The text of a new key file, encrypted when there is a passphrase. */
export async function printKeyFile(secretKey: Uint8Array, passphrase: string | undefined): Promise<string> {
  const did = didOf(secretKey);
  const secret = Buffer.from(secretKey);
  const start = { format: "icn-mesh-key", version: 1, did } as const;
  const file: PlainKeyFile | LockedKeyFile =
    passphrase === undefined
      ? { ...start, secret: secret.toString("hex") }
      : { ...start, ...(await lock(secret, did, passphrase)) };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** Reads it back. Nothing of the text, of the key or of the passphrase is in a refusal. */
export async function parseKeyFile(text: string, passphrase: string | undefined): Promise<OpenedKeyFile> {
  const json = parseJson(text);
  if (newerSchema.safeParse(json).success) return refused("CORE_KEY_FILE_NEWER");
  const parsed = keyFileSchema.safeParse(json);
  if (!parsed.success) return refused("CORE_KEY_FILE_DAMAGED");
  const file = parsed.data;
  if ("secret" in file)
    return passphrase === undefined ? readPlain(file) : refused("CORE_KEY_FILE_UNENCRYPTED");
  return passphrase === undefined ? refused("CORE_KEY_FILE_LOCKED") : unlock(file, passphrase);
}

/** A flipped bit of a plain key is a stranger's key; the DID beside it tells. */
function readPlain({ did, secret }: PlainKeyFile): OpenedKeyFile {
  const secretKey = new Uint8Array(Buffer.from(secret, "hex"));
  return didOf(secretKey) === did ? { ok: true, secretKey } : refused("CORE_KEY_FILE_DAMAGED");
}

async function lock(
  secret: Buffer,
  did: Did,
  passphrase: string,
): Promise<Pick<LockedKeyFile, "scrypt" | "aes256gcm">> {
  const [salt, nonce] = [randomBytes(16), randomBytes(12)];
  const cipher = createCipheriv("aes-256-gcm", await keyFrom(passphrase, salt, SCRYPT.n), nonce);
  cipher.setAAD(Buffer.from(did));
  const sealed = Buffer.concat([cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
  return {
    scrypt: { salt: salt.toString("hex"), ...SCRYPT },
    aes256gcm: { nonce: nonce.toString("hex"), sealed: sealed.toString("hex") },
  };
}

async function unlock({ did, scrypt, aes256gcm }: LockedKeyFile, passphrase: string): Promise<OpenedKeyFile> {
  const key = await keyFrom(passphrase, Buffer.from(scrypt.salt, "hex"), scrypt.n);
  const sealed = Buffer.from(aes256gcm.sealed, "hex");
  const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(aes256gcm.nonce, "hex"));
  decipher.setAAD(Buffer.from(did)).setAuthTag(sealed.subarray(32));
  try {
    const secret = Buffer.concat([decipher.update(sealed.subarray(0, 32)), decipher.final()]);
    return { ok: true, secretKey: new Uint8Array(secret) };
  } catch {
    return refused("CORE_KEY_FILE_WRONG_PASSPHRASE"); // the tag cannot tell this from an altered file
  }
}

/** Passphrases are compared as people read them, whichever way their keyboard composes accents. */
function keyFrom(passphrase: string, salt: Buffer, n: number): Promise<Buffer> {
  const options = { N: n, r: SCRYPT.r, p: SCRYPT.p, maxmem: 2 * 128 * n * SCRYPT.r };
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize("NFKC"), salt, 32, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

function didOf(secretKey: Uint8Array): Did {
  return didFromPublicKey(nodeCryptoEngine().importSecretKey(secretKey).publicKey);
}

/** Without the error of the parser, whose message quotes the text. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refused(code: KeyFileRefusal): OpenedKeyFile {
  return { ok: false, code };
}
