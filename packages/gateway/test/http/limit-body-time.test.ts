import { once } from "node:events";
import { connect } from "node:net";
import { expect, it } from "vitest";
import { aGateway } from "../a-gateway.ts";

it("a caller that never ends what it says is cut off, and one that does is not", async () => {
  const scene = await aGateway({ mesh: { nodes: 1 }, settings: { limits: { idleMs: 1000 } } });
  const { hostname, port, host } = new URL(scene.gateway.url);
  const head = `POST /v1/jobs HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\n`;
  const slow = connect(Number(port), hostname);
  slow.write(`${head}content-length: 100\r\n\r\n{`);
  const quick = connect(Number(port), hostname);
  quick.write(`${head}content-length: 2\r\n\r\n{}`);
  const [answer] = await once(quick, "data");
  expect(String(answer)).toMatch(/^HTTP\/1.1 400 /);
  slow.on("error", () => undefined); // a reset is an end as well
  slow.resume();
  await new Promise((resolve) => slow.once("close", resolve));
  expect(quick.destroyed).toBe(false);
  quick.destroy();
  await scene.stop();
});
