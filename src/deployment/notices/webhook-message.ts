import { createHmac } from "node:crypto";
import type { Notice } from "./notice.ts";

export interface WebhookMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const ENCODED = "whsec_";

/**
 * A notice as it is sent, signed over its id, the time (seconds since 1970) and the body, so that any library for Standard
 * Webhooks can check it: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function webhookMessage(notice: Notice, secret: string, nowSeconds: number): WebhookMessage {
  const body = JSON.stringify(notice);
  const signed = `${notice.id}.${nowSeconds}.${body}`;
  const signature = createHmac("sha256", keyOf(secret)).update(signed).digest("base64");
  return {
    body,
    headers: {
      "content-type": "application/json",
      "user-agent": "gpt-pipeline-hub",
      "webhook-id": notice.id,
      "webhook-timestamp": String(nowSeconds),
      "webhook-signature": `v1,${signature}`,
    },
  };
}

/** As the standard writes secrets, or any other text as it is. */
const keyOf = (secret: string): Buffer =>
  secret.startsWith(ENCODED) ? Buffer.from(secret.slice(ENCODED.length), "base64") : Buffer.from(secret);
