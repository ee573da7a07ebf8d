import { readFile, rm } from "node:fs/promises";
import { request } from "node:https";
import type { SecureVersion } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nodeFiles } from "../../src/node/index.ts";
import { aGateway, type GatewayScene } from "../a-gateway.ts";
import { makeCertificate } from "./make-certificate.ts";

const { directory, certFile, keyFile } = await makeCertificate();

let scene: GatewayScene;
beforeAll(async () => {
  scene = await aGateway({
    mesh: { nodes: 1 },
    settings: { tls: { certFile, keyFile } },
    components: { files: nodeFiles },
  });
});
afterAll(async () => {
  await scene.stop();
  await rm(directory, { recursive: true });
});

async function statusOver(maxVersion: SecureVersion): Promise<number | string | undefined> {
  const ca = await readFile(certFile);
  return new Promise((resolve) => {
    const options = { ca, maxVersion, minVersion: "TLSv1" as const, ciphers: "DEFAULT@SECLEVEL=0" };
    const sent = request(`${scene.gateway.url}/v1/health`, options, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on("error", () => resolve("refused"));
    sent.end();
  });
}

describe("a door with a certificate", () => {
  it("AC-170: speaks TLS 1.2 and 1.3, and nothing older", async () => {
    expect(scene.gateway.url).toMatch(/^https:/);
    expect(await statusOver("TLSv1.3")).toBe(200);
    expect(await statusOver("TLSv1.2")).toBe(200);
    expect(await statusOver("TLSv1.1")).toBe("refused");
  });

  it("says which file it cannot read", async () => {
    const settings = { tls: { certFile, keyFile: `${keyFile}.none` } };
    const opening = aGateway({ mesh: { nodes: 1 }, settings, components: { files: nodeFiles } });
    await expect(opening).rejects.toMatchObject({ code: "GATEWAY_TLS_FILE", failure: { file: "key" } });
  });

  it("says so where its port is taken", async () => {
    const port = Number(new URL(scene.gateway.url).port);
    const opening = aGateway({ mesh: { nodes: 1 }, settings: { port } });
    await expect(opening).rejects.toMatchObject({ code: "GATEWAY_CANNOT_LISTEN", failure: { port } });
  });
});
