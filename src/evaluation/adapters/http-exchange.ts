import {
  type ClientRequest,
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
} from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";

const MOST_BODY_BYTES = 4 * 1024 * 1024;

export interface HttpReply {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * No reply, or none that can be read. `unreachable` and `timed_out` may go away on their own; a reply that was cut off, too
 * large or not HTTP is `garbled`.
 */
export class HttpFailure extends Error {
  readonly kind: "unreachable" | "timed_out" | "garbled";

  constructor(kind: HttpFailure["kind"], message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "HttpFailure";
    this.kind = kind;
  }
}

export interface HttpPost {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
}

export interface HttpExchange {
  /** One POST: no redirect is followed, the whole body is read. Throws `HttpFailure`. */
  post(post: HttpPost): Promise<HttpReply>;
  close(): void;
}

export interface HttpExchangeOptions {
  /** Connections at once, kept open. */
  readonly connections: number;
  /** From the first byte sent to the last byte received. */
  readonly timeoutMs: number;
}

/**
 * Plain node:http over kept connections, which does several times less work for a small call than fetch: an evaluation is
 * thousands of small calls.
 */
export function createHttpExchange({ connections, timeoutMs }: HttpExchangeOptions): HttpExchange {
  const pool = { keepAlive: true, maxSockets: connections, maxFreeSockets: connections };
  const http = new HttpAgent(pool);
  const https = new HttpsAgent(pool);
  const open = ({ url, headers, body, signal }: HttpPost): ClientRequest => {
    const target = new URL(url);
    const common = {
      method: "POST",
      headers: { ...headers, "content-length": Buffer.byteLength(body) },
      signal,
    };
    return target.protocol === "https:"
      ? httpsRequest(target, { ...common, agent: https })
      : httpRequest(target, { ...common, agent: http });
  };
  return {
    post: async (post) => decode(await exchange(open(post), post.body, timeoutMs)),
    close: () => {
      http.destroy();
      https.destroy();
    },
  };
}

interface RawReply {
  readonly message: IncomingMessage;
  readonly bytes: Buffer;
}

function exchange(request: ClientRequest, body: string, timeoutMs: number): Promise<RawReply> {
  return new Promise((resolve, reject) => {
    const fail = (failure: HttpFailure): void => {
      clearTimeout(deadline);
      reject(failure);
      request.destroy();
    };
    const late = (): void =>
      fail(new HttpFailure("timed_out", `no complete answer within ${timeoutMs / 1000} s`));
    const deadline = setTimeout(late, timeoutMs);
    request.on("error", (error) => fail(connectionFailure(error)));
    request.on("response", (message) =>
      collect(message, fail, (bytes) => {
        clearTimeout(deadline);
        resolve({ message, bytes });
      }),
    );
    request.end(body);
  });
}

function collect(
  message: IncomingMessage,
  fail: (failure: HttpFailure) => void,
  done: (bytes: Buffer) => void,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  message.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size > MOST_BODY_BYTES) fail(tooLarge());
    else chunks.push(chunk);
  });
  message.on("error", (error) => fail(new HttpFailure("garbled", "the answer was cut off", error)));
  message.on("end", () =>
    done(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)),
  );
}

function tooLarge(cause?: unknown): HttpFailure {
  return new HttpFailure("garbled", `the answer has more than ${MOST_BODY_BYTES / 1024 / 1024} MB`, cause);
}

/** Parse errors of Node's HTTP parser carry codes that start with HPE; everything else is the network. */
function connectionFailure(error: Error): HttpFailure {
  const code = "code" in error ? String(error.code) : error.name;
  if (code.startsWith("HPE_")) return new HttpFailure("garbled", `the answer is not HTTP (${code})`, error);
  return new HttpFailure("unreachable", `the connection failed (${code})`, error);
}

const DECODERS = {
  gzip: promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
} as const;

async function decode({ message, bytes }: RawReply): Promise<HttpReply> {
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [name, String(value ?? "")]),
  );
  const encoding = headers["content-encoding"] ?? "identity";
  const plain = encoding === "identity" ? bytes : await decompress(bytes, encoding);
  return { status: message.statusCode ?? 0, headers, body: plain.toString("utf8") };
}

async function decompress(bytes: Buffer, encoding: string): Promise<Buffer> {
  if (encoding !== "gzip" && encoding !== "deflate" && encoding !== "br")
    throw new HttpFailure("garbled", `the answer is encoded as ${encoding.slice(0, 40)}`);
  try {
    return await DECODERS[encoding](bytes, { maxOutputLength: MOST_BODY_BYTES });
  } catch (error) {
    const isTooLarge = error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
    throw isTooLarge
      ? tooLarge(error)
      : new HttpFailure("garbled", `the ${encoding} encoding is broken`, error);
  }
}
