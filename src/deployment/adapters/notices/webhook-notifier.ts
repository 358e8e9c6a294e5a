import { exchangeError } from "../../../evaluation/adapters/exchange-error.ts";
import { type HttpExchange, HttpFailure } from "../../../evaluation/adapters/http-exchange.ts";
import type { CallError } from "../../../evaluation/request.ts";
import type { Pace } from "../../../evaluation/running/pace.ts";
import { pause } from "../../../evaluation/running/pause.ts";
import { providerError } from "../../../evaluation/running/provider-error.ts";
import { mayRetry, retryWaitMs } from "../../../evaluation/running/retry.ts";
import { EXIT } from "../../../prompts/exit-code.ts";
import { Failure } from "../../../prompts/failure.ts";
import type { Notice } from "../../notices/notice.ts";
import type { Notifier } from "../../notices/notifier.ts";
import { webhookMessage } from "../../notices/webhook-message.ts";

export interface WebhookSettings {
  /** Shown to nobody: the address of a webhook may be all that it takes to write there. */
  readonly url: string;
  /** The variable that holds it. */
  readonly urlEnv: string;
  readonly secret: string;
}

export interface WebhookPorts {
  readonly exchange: HttpExchange;
  readonly pace: Pace;
  /** Milliseconds since 1970. */
  now(): number;
}

/** How often a notice is posted at most. */
export const WEBHOOK_ATTEMPTS = 4;

/** Posts a notice and reads no more than whether it was taken. No redirect is followed. */
export function createWebhookNotifier(settings: WebhookSettings, ports: WebhookPorts): Notifier {
  return {
    tell: async (notice) => {
      for (let attempt = 1; ; attempt += 1) {
        const error = await post(notice, settings, ports);
        if (error === undefined) return `the webhook of ${settings.urlEnv} took "${notice.title}"`;
        if (!mayRetry(error, attempt, WEBHOOK_ATTEMPTS)) throw refused(error, settings, attempt);
        await pause(ports.pace, retryWaitMs(error, attempt, ports.pace.random()));
      }
    },
  };
}

async function post(
  notice: Notice,
  { url, urlEnv, secret }: WebhookSettings,
  { exchange, now }: WebhookPorts,
): Promise<CallError | undefined> {
  const about = { asked: `the webhook of ${urlEnv}`, secrets: [url, secret], nowMs: now() };
  const { headers, body } = webhookMessage(notice, secret, Math.floor(now() / 1000));
  try {
    const reply = await exchange.post({ url, headers, body, signal: new AbortController().signal });
    return reply.status >= 200 && reply.status <= 299 ? undefined : providerError(reply, about);
  } catch (cause) {
    const error = exchangeError(cause, about.asked, about.secrets);
    return isUntrusted(cause) ? { ...error, class: "provider_fatal" } : error;
  }
}

/** A certificate that does not hold, or a handshake that fails, does so the next time too. */
function isUntrusted(cause: unknown): boolean {
  if (!(cause instanceof HttpFailure) || !(cause.cause instanceof Error)) return false;
  const code = "code" in cause.cause ? String(cause.cause.code) : "";
  return /CERT|SSL|TLS|SIGNATURE|ISSUER|EPROTO/.test(code);
}

function refused(error: CallError, { urlEnv }: WebhookSettings, attempts: number): Failure {
  const often = attempts === 1 ? "" : ` (asked ${attempts} times)`;
  return new Failure(`${error.message}${often}`, {
    exit: EXIT.notStored,
    fix: `Look at the receiver, and at the address in ${urlEnv}.`,
  });
}
