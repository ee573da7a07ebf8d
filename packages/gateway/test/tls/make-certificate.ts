import "reflect-metadata"; // its absence is what @peculiar/x509 refuses to load with
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PemConverter, SubjectAlternativeNameExtension, X509CertificateGenerator } from "@peculiar/x509";

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const HOUR = 3_600_000;

/** A certificate for this machine alone, good for an hour, and its key, in a directory of their own. */
export async function makeCertificate(): Promise<{ directory: string; certFile: string; keyFile: string }> {
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: "CN=localhost",
    keys,
    signingAlgorithm: ALGORITHM,
    notBefore: new Date(Date.now() - HOUR),
    notAfter: new Date(Date.now() + HOUR),
    extensions: [new SubjectAlternativeNameExtension([{ type: "ip", value: "127.0.0.1" }])],
  });
  const directory = await mkdtemp(join(tmpdir(), "icn-mesh-tls-"));
  const [certFile, keyFile] = [join(directory, "cert.pem"), join(directory, "key.pem")];
  const key = await crypto.subtle.exportKey("pkcs8", keys.privateKey);
  await writeFile(certFile, certificate.toString("pem"));
  await writeFile(keyFile, PemConverter.encode(key, "PRIVATE KEY"), { mode: 0o600 });
  return { directory, certFile, keyFile };
}
