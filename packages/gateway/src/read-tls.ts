import { GatewayError } from "./errors.ts";
import type { GatewaySettings } from "./gateway-section.ts";
import type { TlsFiles } from "./http/create-app.ts";
import type { FileReader } from "./ports/file-reader.ts";

/** Reads the certificate and key that HTTPS is served with; undefined where it is not. */
export async function readTls(
  section: GatewaySettings["tls"],
  files: FileReader | undefined,
): Promise<TlsFiles | undefined> {
  if (section === undefined) return undefined;
  const cert = await readOne(files, section.certFile, "certificate");
  const key = await readOne(files, section.keyFile, "key");
  return { cert, key };
}

async function readOne(
  files: FileReader | undefined,
  path: string,
  file: "certificate" | "key",
): Promise<Uint8Array> {
  try {
    const bytes = await files?.read(path);
    if (bytes !== undefined) return bytes;
  } catch (cause) {
    throw new GatewayError(`cannot read the ${file}`, { code: "GATEWAY_TLS_FILE", file }, { cause });
  }
  throw new GatewayError("nothing here reads files", { code: "GATEWAY_TLS_FILE", file });
}
