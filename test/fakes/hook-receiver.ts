import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

export interface ReceivedPost {
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** How one request is answered: a status, with a header where it is a redirect, or never. */
export type HookAnswer =
  | number
  | "hang"
  | { readonly status: number; readonly headers: Readonly<Record<string, string>> };

export interface HookReceiver {
  readonly url: string;
  readonly received: readonly ReceivedPost[];
  close(): Promise<void>;
}

/** A webhook's other end on 127.0.0.1. Requests are answered in turn; the last answer holds for all that follow. */
export async function startHookReceiver(answers: readonly HookAnswer[] = [204]): Promise<HookReceiver> {
  const received: ReceivedPost[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request).catch(() => undefined);
    if (body === undefined) return;
    const answer = answers[Math.min(received.length, answers.length - 1)] ?? 204;
    received.push({ headers: request.headers, body });
    if (answer === "hang") return;
    const { status, headers } = typeof answer === "number" ? { status: answer, headers: {} } : answer;
    response.writeHead(status, headers).end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook/s3cr3t-path`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
