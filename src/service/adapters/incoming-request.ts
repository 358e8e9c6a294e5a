import type { IncomingMessage, ServerResponse } from "node:http";
import type { ServiceRequest } from "../exchange.ts";
import { RequestRefused } from "../request-refused.ts";
import type { ServiceLimits } from "./service-limits.ts";

/**
 * Node's request as the service's own; the body is read when it is asked for, and never beyond the limit. A class, since an
 * object literal with a getter has a shape of its own each time, and the collector pays for it.
 */
export class IncomingRequest implements ServiceRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly #incoming: IncomingMessage;
  readonly #outgoing: ServerResponse;
  readonly #limits: ServiceLimits;

  constructor(incoming: IncomingMessage, outgoing: ServerResponse, limits: ServiceLimits) {
    const target = incoming.url ?? "/";
    const mark = target.indexOf("?");
    this.method = incoming.method ?? "GET";
    this.path = mark < 0 ? target : target.slice(0, mark);
    this.query = mark < 0 ? "" : target.slice(mark + 1);
    this.#incoming = incoming;
    this.#outgoing = outgoing;
    this.#limits = limits;
  }

  header(name: string): string | undefined {
    const value = this.#incoming.headers[name];
    return Array.isArray(value) ? value.join(", ") : value;
  }

  body(): Promise<string> {
    return readBody(this.#incoming, this.#limits.bodyBytes);
  }

  get signal(): AbortSignal {
    return AbortSignal.any([clientGone(this.#outgoing), AbortSignal.timeout(this.#limits.runTimeoutMs)]);
  }
}

function clientGone(outgoing: ServerResponse): AbortSignal {
  const controller = new AbortController();
  outgoing.once("close", () => {
    if (!outgoing.writableFinished) controller.abort(new Error("the client went away"));
  });
  return controller.signal;
}

/** What goes beyond the limit is read and thrown away, so that the client can read its answer. */
async function readBody(incoming: IncomingMessage, limit: number): Promise<string> {
  if (Number(incoming.headers["content-length"] ?? 0) > limit) throw tooLarge(limit);
  const chunks: Buffer[] = [];
  let size = 0;
  await new Promise<void>((resolve, reject) => {
    incoming.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else reject(tooLarge(limit));
    });
    incoming.once("end", resolve);
    incoming.once("error", () => reject(incomplete()));
  });
  return decode(chunks);
}

const decoder = new TextDecoder("utf-8", { fatal: true });

function decode(chunks: readonly Buffer[]): string {
  const [only] = chunks;
  try {
    return decoder.decode(chunks.length === 1 ? only : Buffer.concat(chunks));
  } catch {
    const refusal = { status: 400, code: "invalid_json", message: "the body is not UTF-8" } as const;
    throw new RequestRefused({ ...refusal, fix: "Encode it as UTF-8." });
  }
}

function incomplete(): RequestRefused {
  const message = "the connection ended before the body did";
  return new RequestRefused({ status: 400, code: "incomplete_body", message, fix: "Send the whole body." });
}

function tooLarge(limit: number): RequestRefused {
  const message = `the body has more than ${limit} bytes`;
  return new RequestRefused({
    status: 413,
    code: "body_too_large",
    message,
    fix: "Send less in one request.",
  });
}
