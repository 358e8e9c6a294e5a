import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo, Socket } from "node:net";

export interface AskedOfServer {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The parsed body, or its text where it is not JSON. */
  readonly body: unknown;
  /** From 1. */
  readonly call: number;
}

/** Answers one request in any way, or never. */
export type Respond = (response: ServerResponse, asked: AskedOfServer) => void | Promise<void>;

export interface FakeModelServer {
  /** For example `http://127.0.0.1:40123/v1`. */
  readonly url: string;
  readonly asked: readonly AskedOfServer[];
  readonly mostAtOnce: number;
  /** Connections that are open right now. */
  readonly connections: number;
  /** The next request replies like this; the last one given goes on for ever. */
  script(...responses: readonly Respond[]): void;
  close(): Promise<void>;
}

/** An OpenAI-compatible server on 127.0.0.1 that follows a script and remembers what it was asked. */
export async function startFakeModelServer(...responses: readonly Respond[]): Promise<FakeModelServer> {
  const state = { asked: [] as AskedOfServer[], running: 0, mostAtOnce: 0, script: [...responses] };
  const sockets = new Set<Socket>();
  const server = createServer(async (request, response) => {
    state.running += 1;
    state.mostAtOnce = Math.max(state.mostAtOnce, state.running);
    response.on("close", () => {
      state.running -= 1;
    });
    const asked = await readRequest(request, state.asked.length + 1);
    state.asked.push(asked);
    const respond = state.script.length > 1 ? state.script.shift() : state.script[0];
    await (respond ?? answers("42"))(response, asked);
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked: state.asked,
    get mostAtOnce() {
      return state.mostAtOnce;
    },
    get connections() {
      return sockets.size;
    },
    script: (...next) => {
      state.script = [...next];
    },
    close: () => stop(server),
  };
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function readRequest(request: IncomingMessage, call: number): Promise<AskedOfServer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const text = Buffer.concat(chunks).toString("utf8");
  const { method = "", url: path = "", headers } = request;
  return { method, path, headers, body: parsed(text), call };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A chat completion as OpenAI sends it. `message` and `choice` override parts of the first choice. */
export function completion(
  text: string | null,
  overrides: {
    readonly message?: Readonly<Record<string, unknown>>;
    readonly choice?: Readonly<Record<string, unknown>>;
    readonly body?: Readonly<Record<string, unknown>>;
  } = {},
): Readonly<Record<string, unknown>> {
  const message = { role: "assistant", content: text, ...overrides.message };
  return {
    id: "chatcmpl-1",
    object: "chat.completion",
    created: 1,
    model: "test-model",
    choices: [{ index: 0, message, finish_reason: "stop", ...overrides.choice }],
    usage: { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 },
    ...overrides.body,
  };
}

/** Sends a JSON body. */
export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Respond {
  return (response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(JSON.stringify(body));
  };
}

/** Sends any body. */
export function text(
  status: number,
  body: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
): Respond {
  return (response) => {
    response.writeHead(status, { "content-type": "text/html", ...headers });
    response.end(body);
  };
}

/** Sends a completion with that text. */
export function answers(content: string): Respond {
  return json(200, completion(content));
}

/** Sends the error that OpenAI would. */
export function refuses(
  status: number,
  error: Readonly<Record<string, unknown>> = { message: "no" },
  headers: Readonly<Record<string, string>> = {},
): Respond {
  return json(status, { error }, headers);
}
