import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { acme, aModelRequest, closing, replyTo, serve, watchClose } from "../../fakes/asked-model.ts";
import { type Respond, startFakeModelServer, text } from "../../fakes/fake-model-server.ts";

/** Named by Node for the moment when the headers have come. */
const CLIENT_GOT_HEADERS = "http.client.response.finish";

describe("the network", () => {
  it("a refused connection may go away on its own, and the class is shown [P5]", async () => {
    const server = await startFakeModelServer();
    await server.close();
    expect(await acme(server.url).ask(aModelRequest(), new AbortController().signal)).toMatchObject({
      class: "provider_transient",
      message: expect.stringContaining("ECONNREFUSED"),
    });
  });

  it("a name that does not resolve may go away on its own [P5]", async () => {
    const provider = acme("http://model.invalid/v1", { timeoutMs: 60_000 });
    const found = await provider.ask(aModelRequest(), new AbortController().signal);
    expect(found).toMatchObject({
      class: "provider_transient",
      message: expect.stringMatching(/ENOTFOUND|EAI_AGAIN/),
    });
  });

  it("a TLS handshake that fails may go away on its own [P5]", async () => {
    const server = await serve();
    const found = await acme(server.url.replace("http:", "https:")).ask(
      aModelRequest(),
      new AbortController().signal,
    );
    expect(found).toMatchObject({
      class: "provider_transient",
      message: expect.stringMatching(/EPROTO|ERR_SSL/),
    });
  });

  it("a reset in the middle of the body may go away on its own [P5]", async () => {
    const found = await replyTo((response) => {
      const reset = (): void => {
        unsubscribe(CLIENT_GOT_HEADERS, reset);
        response.socket?.resetAndDestroy();
      };
      subscribe(CLIENT_GOT_HEADERS, reset);
      response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
      response.write('{"choices"');
    });
    expect(found).toMatchObject({
      class: "provider_transient",
      message: expect.stringContaining("ECONNRESET"),
    });
  });

  it("a server that does not speak HTTP is malformed [P7]", async () => {
    const server = createTcpServer((socket) => {
      socket.on("error", () => {});
      socket.end("SSH-2.0-OpenSSH_9.2\r\n");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    closing(server);
    const { port } = server.address() as AddressInfo;
    const found = await acme(`http://127.0.0.1:${port}/v1`).ask(
      aModelRequest(),
      new AbortController().signal,
    );
    expect(found).toMatchObject({ class: "malformed_response" });
  });

  it.each<[string, Respond]>([
    ["never answers", () => {}],
    [
      "sends headers and falls silent",
      (response) => {
        response.writeHead(200, { "content-type": "application/json" });
        response.flushHeaders();
      },
    ],
    [
      "sends a byte now and then",
      (response) => {
        response.writeHead(200, { "content-type": "application/json" });
        const drip = setInterval(() => response.write(" "), 5);
        response.on("close", () => clearInterval(drip));
      },
    ],
  ])(
    "a server that %s is cut off at the total deadline and its socket is closed [P6]",
    async (_what, respond) => {
      const server = await serve(respond);
      const found = await acme(server.url, { timeoutMs: 60 }).ask(
        aModelRequest(),
        new AbortController().signal,
      );
      expect(found).toMatchObject({
        class: "provider_transient",
        timedOut: true,
        message: expect.stringContaining("within 0.06 s"),
      });
      await expect.poll(() => server.connections, { timeout: 60_000 }).toBe(0);
    },
  );

  it("a call that is given up closes its socket [P6]", async () => {
    const stop = new AbortController();
    const { closed, respond } = watchClose(() => stop.abort());
    const server = await serve(respond);
    expect(await acme(server.url).ask(aModelRequest(), stop.signal)).toMatchObject({ kind: "error" });
    await closed;
  });

  it("a body beyond 4 MB is cut off, declared or endless [P13]", async () => {
    let sent = 0;
    const found = await replyTo((response) => {
      response.writeHead(200, { "content-type": "application/json" });
      const chunk = Buffer.alloc(256 * 1024, " ");
      const pump = (): void => {
        while (!response.destroyed && response.write(chunk)) sent += chunk.length;
        if (!response.destroyed) response.once("drain", pump);
      };
      pump();
    });
    expect(found).toMatchObject({
      class: "malformed_response",
      message: expect.stringContaining("more than 4 MB"),
    });
    expect(sent).toBeLessThan(64 * 1024 * 1024);
  });

  it("a small body that unpacks to more than 4 MB is cut off [P13]", async () => {
    const bomb = gzipSync(Buffer.alloc(20 * 1024 * 1024));
    expect(await replyTo(text(200, bomb, { "content-encoding": "gzip" }))).toMatchObject({
      class: "malformed_response",
      message: expect.stringContaining("more than 4 MB"),
    });
  });
});
