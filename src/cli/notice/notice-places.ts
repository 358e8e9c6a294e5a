import { createIssueNotifier } from "../../deployment/notices/issue-notifier.ts";
import type { Notifier } from "../../deployment/notices/notifier.ts";
import { createHttpExchange } from "../../evaluation/adapters/http-exchange.ts";
import { systemPace } from "../../evaluation/adapters/system-pace.ts";
import type { NotifyConfig, PipelineConfig } from "../../prompts/config.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import { noticeBody, noticeComment } from "../../reporting/on-github/notice-issue.ts";
import { openCodeHost } from "../on-github/open-code-host.ts";

const WEBHOOK_PATIENCE_MS = 10_000;

/** The name under which a notice waits for a place: what people see when it cannot be told there. */
export function placeKey({ to, url_env, topic_arn }: NotifyConfig): string {
  switch (to) {
    case "issue":
      return to;
    case "webhook":
      return `${to} ${url_env}`;
    case "sns":
      return `${to} ${topic_arn}`;
  }
}

const ISSUES: NotifyConfig = { on: [], to: "issue" };

/** The place with a key; undefined where the configuration names none, and issues need none. Throws `Failure` where a variable is missing. */
export async function openPlace(
  environment: NodeJS.ProcessEnv,
  { notify }: Pick<PipelineConfig, "notify">,
  key: string,
): Promise<Notifier | undefined> {
  const found = [...notify, ISSUES].find((place) => placeKey(place) === key);
  if (found === undefined) return undefined;
  switch (found.to) {
    case "issue":
      return createIssueNotifier(() => openCodeHost(environment), {
        body: noticeBody,
        comment: noticeComment,
      });
    case "webhook":
      return openWebhook(environment, found);
    case "sns":
      return (await import("../../deployment/adapters/notices/sns-notifier.ts")).createSnsNotifier(
        found.topic_arn ?? "",
      );
  }
}

async function openWebhook(
  environment: NodeJS.ProcessEnv,
  { url_env: urlEnv = "", secret_env: secretEnv = "" }: NotifyConfig,
): Promise<Notifier> {
  const { createWebhookNotifier } = await import("../../deployment/adapters/notices/webhook-notifier.ts");
  const settings = { url: webhookUrl(environment, urlEnv), urlEnv, secret: required(environment, secretEnv) };
  const exchange = createHttpExchange({ connections: 1, timeoutMs: WEBHOOK_PATIENCE_MS });
  const notifier = createWebhookNotifier(settings, { exchange, pace: systemPace, now: () => Date.now() });
  return {
    tell: async (notice) => {
      try {
        return await notifier.tell(notice);
      } finally {
        exchange.close();
      }
    },
  };
}

/** Signed is not secret: only this machine is written to without TLS. */
function webhookUrl(environment: NodeJS.ProcessEnv, name: string): string {
  const text = required(environment, name);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isHere = url !== undefined && ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);
  if (url?.protocol === "https:" || (url?.protocol === "http:" && isHere)) return text;
  throw new Failure(`${name} holds no https address`, {
    exit: EXIT.usage,
    fix: `Set ${name} to the webhook's address, with https.`,
  });
}

function required(environment: NodeJS.ProcessEnv, name: string): string {
  const value = environment[name];
  if (value !== undefined && value !== "") return value;
  throw new Failure(`${name} is not set`, {
    exit: EXIT.usage,
    fix: `Set ${name}; in a workflow the step's env gives it.`,
  });
}
