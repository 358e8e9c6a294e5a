import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { steadyIdentity } from "../../../src/deployment/adapters/probe-service.ts";
import { createVirtualPace } from "../../fakes/virtual-pace.ts";

const IDENTITY = { service: "shop", release: 3, image: "local", prompts: {} };

const opened: { close(): unknown }[] = [];
afterEach(() => {
  for (const one of opened.splice(0)) one.close();
});

/** A service behind a load balancer: that many answers are the balancer's own. */
async function service(lost: number): Promise<{ readonly url: string; readonly asked: () => number }> {
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    response.writeHead(asked <= lost ? 502 : 200).end(JSON.stringify(IDENTITY));
  });
  opened.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked: () => asked };
}

describe("what a live service says of itself", () => {
  it.each([0, 1, 3])("counts although %i answers before it were lost", async (lost) => {
    const { url, asked } = await service(lost);
    expect(await steadyIdentity(url, { pace: createVirtualPace() })).toEqual(IDENTITY);
    expect(asked()).toBe(lost + 1);
  });

  it("is no answer once nothing came for six seconds", async () => {
    const pace = createVirtualPace();
    const { url } = await service(Number.POSITIVE_INFINITY);
    const before = pace.now();
    expect(await steadyIdentity(url, { pace })).toBeUndefined();
    expect(pace.now() - before).toBeGreaterThan(3_000);
    expect(pace.now() - before).toBeLessThanOrEqual(6_000);
  });
});
