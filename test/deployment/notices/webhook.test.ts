import { createHmac } from "node:crypto";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import {
  createWebhookNotifier,
  WEBHOOK_ATTEMPTS,
} from "../../../src/deployment/adapters/notices/webhook-notifier.ts";
import { webhookMessage } from "../../../src/deployment/notices/webhook-message.ts";
import { createHttpExchange } from "../../../src/evaluation/adapters/http-exchange.ts";
import { aNotice } from "../../builders/notice.ts";
import { type HookAnswer, type HookReceiver, startHookReceiver } from "../../fakes/hook-receiver.ts";
import { createVirtualPace } from "../../fakes/virtual-pace.ts";

const SECRET = "not-a-real-secret";
const NOW = Date.UTC(2026, 10, 20, 2, 23);
const receivers: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const receiver of receivers.splice(0)) await receiver.close();
});

async function receiver(...answers: readonly HookAnswer[]): Promise<HookReceiver> {
  const started = await startHookReceiver(answers);
  receivers.push(started);
  return started;
}

async function tell(url: string, timeoutMs = 5_000) {
  const pace = createVirtualPace();
  const exchange = createHttpExchange({ connections: 1, timeoutMs });
  const notifier = createWebhookNotifier(
    { url, urlEnv: "ALERT_URL", secret: SECRET },
    { exchange, pace, now: () => NOW },
  );
  try {
    return { said: await notifier.tell(aNotice()), waits: pace.waits };
  } catch (error) {
    return { said: (error as Error).message, waits: pace.waits };
  } finally {
    exchange.close();
  }
}

describe("a signed webhook", () => {
  it("gets one JSON document with its id, the time and a signature over all three", async () => {
    const { url, received } = await receiver(204);
    expect((await tell(url)).said).toBe('the webhook of ALERT_URL took "shop/production: rolled back"');
    const [{ headers, body } = { headers: {}, body: "" }] = received;
    expect(JSON.parse(body)).toEqual(aNotice());
    const { "webhook-id": id, "webhook-timestamp": time, "webhook-signature": signature } = headers;
    const wanted = createHmac("sha256", SECRET).update(`${id}.${time}.${body}`).digest("base64");
    expect([id, time, signature]).toEqual([aNotice().id, String(NOW / 1000), `v1,${wanted}`]);
  });

  it("signs with the bytes of a secret that is written as the standard writes it", () => {
    const bytes = Buffer.from("twenty-four bytes of key");
    const encoded = webhookMessage(aNotice(), `whsec_${bytes.toString("base64")}`, 1);
    expect(encoded.headers).toEqual(webhookMessage(aNotice(), bytes.toString(), 1).headers);
  });

  it.each<readonly [string, readonly HookAnswer[], number, RegExp]>([
    ["a fault that passes is overcome", [500, 200], 2, /took/],
    ["too many requests are waited for", [429, 503, 204], 3, /took/],
    [
      "a fault that stays ends after the last attempt",
      [500],
      WEBHOOK_ATTEMPTS,
      /answered 500.*asked 4 times/,
    ],
    ["a refusal is asked once", [403], 1, /answered 403/],
    [
      "a redirect is not followed",
      [{ status: 302, headers: { location: "http://127.0.0.1:1/elsewhere" } }],
      1,
      /a redirect to 127\.0\.0\.1:1, which is not followed/,
    ],
  ])("%s", async (_, answers, times, said) => {
    const hook = await receiver(...answers);
    const told = await tell(hook.url);
    expect(told.said).toMatch(said);
    expect(hook.received).toHaveLength(times);
    expect(told.waits).toHaveLength(times - 1);
  });

  it("gives up on a receiver that never answers, after a second try", async () => {
    const hook = await receiver("hang");
    expect((await tell(hook.url, 500)).said).toMatch(/no complete answer within 0\.5 s/);
    expect(hook.received).toHaveLength(2);
  });

  it("does not ask again where the two find no way to encrypt", async () => {
    const server = createServer(() => {});
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    receivers.push({ close: () => new Promise((resolve) => server.close(() => resolve())) });
    const told = await tell(`https://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    expect(told.said).toMatch(/the connection failed \(EPROTO/);
    expect(told.waits).toEqual([]);
  });

  it("names neither its address nor its secret when it fails", async () => {
    const told = await tell("http://127.0.0.1:9/hook/s3cr3t-path");
    expect(told.said).toContain("ALERT_URL");
    expect(told.said).not.toMatch(/s3cr3t|not-a-real/);
  });
});
