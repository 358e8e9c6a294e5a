import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { App } from "../app.ts";
import type { ServiceResponse } from "../exchange.ts";
import { refusalResponse } from "../request-refused.ts";
import { answerBrokenRequest } from "./broken-request.ts";
import { IncomingRequest } from "./incoming-request.ts";
import { failureLine, logLine } from "./request-log.ts";
import type { ServiceLimits } from "./service-limits.ts";
import { listenError } from "./service-not-started.ts";

export interface HttpOptions {
  readonly app: App;
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly limits: ServiceLimits;
  /** Takes one line of JSON, without the line feed. */
  readonly log: (line: string) => void;
  /** Called with +1 when a request begins and -1 when it is answered; health checks do not count. */
  readonly onActivity: (change: 1 | -1) => void;
  isStopping(): boolean;
}

export interface ListeningServer {
  readonly server: Server;
  readonly url: string;
}

/** Serves an app over HTTP/1.1. Rejects with `ServiceNotStarted` where the address cannot be had. */
export async function listen(options: HttpOptions): Promise<ListeningServer> {
  const { limits, host, port, log } = options;
  const timing = {
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    connectionsCheckingInterval: Math.min(1000, limits.headersTimeoutMs),
    keepAliveTimeout: limits.keepAliveTimeoutMs,
  };
  const server = createServer(timing, (incoming, outgoing) => void serve(options, incoming, outgoing));
  server.on("clientError", (error, socket) => answerBrokenRequest(error, socket, log));
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(listenError(error, host, port)));
    server.listen(port, host, resolve);
  });
  return { server, url: urlOf(host, (server.address() as AddressInfo).port) };
}

function urlOf(host: string, port: number): string {
  const reachable = host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "::1" : host;
  return `http://${reachable.includes(":") ? `[${reachable}]` : reachable}:${port}`;
}

async function serve(
  options: HttpOptions,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const startedAt = performance.now();
  const isCounted = !isHealthCheck(incoming);
  if (isCounted) options.onActivity(1);
  outgoing.once("close", () => {
    if (isCounted) options.onActivity(-1);
    const status = outgoing.writableFinished ? outgoing.statusCode : 499;
    options.log(logLine(incoming, status, performance.now() - startedAt));
  });
  const response = await answer(options, incoming, outgoing);
  if (options.isStopping()) outgoing.setHeader("connection", "close");
  send(outgoing, response, incoming.method === "HEAD");
}

async function answer(
  { app, limits, log }: HttpOptions,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<ServiceResponse> {
  try {
    return await app(new IncomingRequest(incoming, outgoing, limits));
  } catch (error) {
    log(failureLine(error));
    const fix = "Report it with the service's log.";
    return refusalResponse({ status: 500, code: "internal", message: "the service failed", fix });
  }
}

function send(outgoing: ServerResponse, { status, headers, body }: ServiceResponse, isHead: boolean): void {
  const length = status === 304 ? {} : { "content-length": Buffer.byteLength(body) };
  outgoing.writeHead(status, { ...headers, ...length, "x-content-type-options": "nosniff" });
  outgoing.end(isHead ? undefined : body);
}

const isHealthCheck = ({ url }: IncomingMessage): boolean => url === "/readyz" || url === "/healthz";
