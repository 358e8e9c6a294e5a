import type { OpenAI } from "openai";
import { embeddingsBody, readEmbeddingsReply } from "../judging/embeddings.ts";
import type { CallError, Provider, Reply, Request } from "../request.ts";
import { chatBody } from "../running/chat-body.ts";
import { type ReplyContext, readChatReply } from "../running/chat-reply.ts";
import { type ErrorContext, providerError } from "../running/provider-error.ts";
import { DEFAULT_RUN_LIMITS } from "../running/run.ts";
import { exchangeError } from "./exchange-error.ts";
import { createHttpExchange, type HttpExchange, type HttpReply } from "./http-exchange.ts";

/** The exchange's deadline comes first: it says what happened, and it covers the body too. */
const PACKAGE_PATIENCE_MS = 60_000;
const OPENAI_URL = "https://api.openai.com/v1";

export interface OpenAiProviderOptions {
  /** As in `pipeline.config.yaml`. */
  readonly name: string;
  /** Chat completions where it is left out; `embeddings` answers with similarities. */
  readonly endpoint?: "chat" | "embeddings";
  /** With the version path, for example `http://127.0.0.1:8000/v1`. OpenAI itself where it is left out. */
  readonly baseUrl?: string;
  /** Absent for a local server that asks for none. */
  readonly apiKey?: string;
  /** Total time of one call, milliseconds; two minutes where it is left out. */
  readonly timeoutMs?: number;
  /** Connections kept open: as many as calls run at once. */
  readonly connections: number;
  /** Wall clock for `Retry-After` dates, milliseconds since 1970; the machine's where it is left out. */
  readonly now?: () => number;
}

type Settings = OpenAiProviderOptions & Required<Pick<OpenAiProviderOptions, "timeoutMs" | "now">>;

/** A provider with connections to give back. */
export interface ConnectedProvider extends Provider {
  close(): void;
}

/**
 * Any server that speaks OpenAI's chat completions. Each `ask` is one call: no retry, no redirect, one total deadline. The
 * package is loaded by the first call, so that commands which never ask start without it.
 */
export function createOpenAiProvider(options: OpenAiProviderOptions): ConnectedProvider {
  const settings: Settings = { timeoutMs: DEFAULT_RUN_LIMITS.callTimeoutMs, now: Date.now, ...options };
  const exchange = createHttpExchange(settings);
  let loading: Promise<OpenAI> | undefined;
  return {
    name: settings.name,
    deterministic: false,
    ask: async (request, signal) => {
      loading ??= loadClient(settings, exchange);
      return ask(await loading, settings, request, signal);
    },
    close: () => exchange.close(),
  };
}

async function ask(client: OpenAI, options: Settings, request: Request, signal: AbortSignal): Promise<Reply> {
  const asked = `model "${request.model.name}" of provider "${options.name}"`;
  const secrets = options.apiKey === undefined ? [] : [options.apiKey];
  const start = performance.now();
  try {
    const isChat = options.endpoint !== "embeddings";
    const [path, sent] = isChat
      ? (["/chat/completions", chatBody(request)] as const)
      : (["/embeddings", embeddingsBody(request)] as const);
    const response = await client.post(path, { body: sent, signal }).asResponse();
    const body = await response.text();
    const latencyMs = Math.round(performance.now() - start);
    const offeredTools = (request.tools ?? []).length > 0;
    const context: ReplyContext = { asked, secrets, offeredTools, latencyMs };
    return isChat
      ? readChatReply(body, context)
      : readEmbeddingsReply(body, context, request.messages.length);
  } catch (error) {
    return failedCall(error, { asked, secrets, nowMs: options.now() });
  }
}

async function loadClient(options: Settings, exchange: HttpExchange): Promise<OpenAI> {
  const { OpenAI: Client } = await import("openai");
  return new Client({
    apiKey: options.apiKey ?? "none",
    adminAPIKey: null,
    webhookSecret: null,
    baseURL: options.baseUrl ?? OPENAI_URL,
    ...(options.apiKey === undefined ? { defaultHeaders: { Authorization: null } } : {}),
    maxRetries: 0,
    timeout: options.timeoutMs + PACKAGE_PATIENCE_MS,
    logLevel: "off",
    fetch: (url, init) => fetchThrough(exchange, String(url), init),
  });
}

/** A reply whose status is not 2xx, on its way through the package. */
class RefusedReply extends Error {
  readonly reply: HttpReply;

  constructor(reply: HttpReply) {
    super(`status ${reply.status}`);
    this.name = "RefusedReply";
    this.reply = reply;
  }
}

async function fetchThrough(exchange: HttpExchange, url: string, init: RequestInit = {}): Promise<Response> {
  const headers = Object.fromEntries(new Headers(init.headers));
  const signal = init.signal ?? new AbortController().signal;
  const reply = await exchange.post({ url, headers, body: String(init.body ?? ""), signal });
  if (reply.status < 200 || reply.status > 299) throw new RefusedReply(reply);
  return new Response(reply.body);
}

/** The package wraps what `fetch` threw: the cause says what happened. */
function failedCall(error: unknown, context: ErrorContext): CallError {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  if (cause instanceof RefusedReply) return providerError(cause.reply, context);
  return exchangeError(cause, context.asked, context.secrets);
}
