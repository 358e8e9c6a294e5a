import type { Message } from "../../prompts/rendering/template.ts";
import type { Reply, ServiceCall } from "../request.ts";
import type { Asker } from "../running/asker.ts";
import { DEFAULT_RUN_LIMITS } from "../running/run.ts";
import { readServiceReply } from "../running/service-reply.ts";
import { turnByTurn } from "../running/turn-by-turn.ts";
import { exchangeError } from "./exchange-error.ts";
import { createHttpExchange, type HttpExchange } from "./http-exchange.ts";

export interface ServiceProviderOptions {
  /** Where the prompt service is, for example `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Connections kept open: as many as calls run at once. */
  readonly connections: number;
  /** Total time of one call, milliseconds; two minutes where it is left out. */
  readonly timeoutMs?: number;
  /** Sent as a bearer token, where the service wants one. */
  readonly token?: string;
  /** Wall clock for `Retry-After` dates, milliseconds since 1970; the machine's where it is left out. */
  readonly now?: () => number;
}

/** The deployed prompt service: it renders its own prompt, and nobody caches what it says. */
export interface ServiceProvider {
  readonly name: "service";
  readonly deterministic: false;
  /** Asks once. Never throws for what the service does. */
  ask(call: ServiceCall, signal: AbortSignal): Promise<Reply>;
  close(): void;
}

export function createServiceProvider(options: ServiceProviderOptions): ServiceProvider {
  const { timeoutMs = DEFAULT_RUN_LIMITS.callTimeoutMs, connections } = options;
  const exchange = createHttpExchange({ connections, timeoutMs });
  return {
    name: "service",
    deterministic: false,
    ask: (call, signal) => ask(exchange, options, call, signal),
    close: () => exchange.close(),
  };
}

export interface ServiceArm extends Omit<ServiceProviderOptions, "connections"> {
  readonly task: string;
  readonly version: string;
  /** Whether the provider behind the service always answers the same. */
  readonly deterministic: boolean;
  readonly connections?: number;
}

/** One version of a task as the running service answers it, as an arm of an evaluation; a conversation turn by turn. */
export function serviceAsker({ task, version, deterministic, ...options }: ServiceArm): Asker {
  const service = createServiceProvider({ connections: DEFAULT_RUN_LIMITS.concurrency, ...options });
  const askTurns = turnByTurn();
  return {
    deterministic,
    ask: async (example, repeat, signal) => {
      const call = { task, version, input: example.input };
      if (example.messages === undefined) return service.ask(call, signal);
      const ask = (messages: readonly Message[]): Promise<Reply> =>
        service.ask({ ...call, messages }, signal);
      return askTurns({ example, repeat, opening: [], ask });
    },
  };
}

async function ask(
  exchange: HttpExchange,
  { url, token, now = Date.now }: ServiceProviderOptions,
  { task, version, input, messages }: ServiceCall,
  signal: AbortSignal,
): Promise<Reply> {
  const asked = `the service at ${url} for ${task} ${version}`;
  const secrets = token === undefined ? [] : [token];
  const start = performance.now();
  try {
    const reply = await exchange.post({
      url: `${url.replace(/\/+$/, "")}/v1/prompts/${encodeURIComponent(task)}/run?version=${encodeURIComponent(version)}`,
      headers: {
        "content-type": "application/json",
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ input, messages }),
      signal,
    });
    const latencyMs = Math.round(performance.now() - start);
    return readServiceReply(reply, { asked, secrets, nowMs: now(), latencyMs });
  } catch (error) {
    return exchangeError(error, asked, secrets);
  }
}
