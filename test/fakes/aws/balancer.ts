import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/** A load balancer's listener on loopback: forwards to where it was last told to, 503 where that is nowhere. */
export interface Balancer {
  readonly url: string;
  route(url: string | undefined): void;
  close(): Promise<void>;
}

export async function startBalancer(): Promise<Balancer> {
  let target: string | undefined;
  const server = createServer((incoming, outgoing) => {
    const nowhere = (): void => {
      if (!outgoing.headersSent) outgoing.writeHead(503);
      outgoing.end();
    };
    if (target === undefined) return nowhere();
    const { method, headers, url = "/" } = incoming;
    const forwarded = request(`${target}${url}`, { method, headers, agent: false }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on("error", nowhere);
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    route: (url) => {
      target = url;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
