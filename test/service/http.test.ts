import { connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { Provider, Reply } from "../../src/evaluation/request.ts";
import type { ServiceLimits } from "../../src/service/adapters/service-limits.ts";
import { type RunningService, startService } from "../../src/service/adapters/start-service.ts";
import { type SignalSource, stopOnSignals } from "../../src/service/adapters/stop-on-signals.ts";
import { anAssembledRelease, releaseFolder } from "../builders/release.ts";
import { memoryFiles } from "../fakes/memory-files.ts";
import { withInput } from "./service-request.ts";

const running: RunningService[] = [];
afterEach(async () => {
  for (const service of running.splice(0)) {
    service.abort();
    await service.stop();
  }
});

interface Setup {
  readonly provider?: Provider;
  readonly limits?: Partial<ServiceLimits>;
  readonly log?: (line: string) => void;
  readonly port?: number;
}

async function aService({
  provider,
  limits = {},
  log = () => {},
  port = 0,
}: Setup = {}): Promise<RunningService> {
  const service = await startService({
    source: { kind: "release", files: memoryFiles(releaseFolder(anAssembledRelease())) },
    host: "127.0.0.1",
    port,
    pins: {},
    providers: new Map(provider === undefined ? [] : [["offline", provider]]),
    log,
    limits,
  });
  running.push(service);
  return service;
}

/** A provider that answers when it is told to. */
function heldProvider() {
  let release = (): void => {};
  let arrive = (): void => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const signals: AbortSignal[] = [];
  const provider: Provider = {
    name: "held",
    deterministic: true,
    async ask(_, signal): Promise<Reply> {
      signals.push(signal);
      arrive();
      await released;
      return { kind: "answer", text: "late", finishReason: "stop", latencyMs: 1 };
    },
  };
  return { provider, release, arrived, signals };
}

/** Sends bytes as they are and gives everything that comes back until the service closes. */
function exchangeRaw(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(text));
    let received = "";
    socket.on("data", (chunk) => {
      received += chunk.toString();
    });
    socket.on("close", () => resolve(received));
    socket.on("error", reject);
  });
}

const post = (url: string, action: string, body: string, headers: Readonly<Record<string, string>> = {}) =>
  fetch(`${url}/v1/prompts/support_reply/${action}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
  });

describe("over HTTP", () => {
  it("renders a prompt", async () => {
    const { url } = await aService();
    const response = await post(url, "render", withInput({ question: "Größe?" }).body);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ messages: [{}, { content: "Größe?" }] });
  });

  it("answers HEAD as GET without a body [S10]", async () => {
    const { url } = await aService();
    const [head, get] = await Promise.all([
      fetch(`${url}/v1/prompts/support_reply`, { method: "HEAD" }),
      fetch(`${url}/v1/prompts/support_reply`),
    ]);
    expect([head.status, await head.text()]).toEqual([200, ""]);
    expect(head.headers.get("etag")).toBe(get.headers.get("etag"));
    expect(head.headers.get("content-length")).toBe(String((await get.text()).length));
  });

  it("resolves no dots: a path out of the folder is unknown [S6]", async () => {
    const { url } = await aService();
    const answer = await exchangeRaw(
      url,
      "GET /v1/prompts/../../etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    );
    expect(answer).toMatch(/^HTTP\/1\.1 404 /);
  });

  it.each([
    ["announced", { "content-length": "2000" }, "x".repeat(2000)],
    ["chunked", { "transfer-encoding": "chunked" }, `7d0\r\n${"x".repeat(2000)}\r\n0\r\n\r\n`],
  ])("refuses a body over the limit, %s, and stays there for others [S3]", async (_, headers, body) => {
    const { url } = await aService({ limits: { bodyBytes: 1000 } });
    const fields = Object.entries({
      host: "x",
      connection: "close",
      "content-type": "application/json",
      ...headers,
    })
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join("");
    const answer = await exchangeRaw(
      url,
      `POST /v1/prompts/support_reply/render HTTP/1.1\r\n${fields}\r\n${body}`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
  });

  it("refuses a body that is not UTF-8 [S3]", async () => {
    const { url } = await aService();
    const response = await fetch(`${url}/v1/prompts/support_reply/render`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: new Uint8Array([0x7b, 0xff, 0x7d]),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: "invalid_json" } });
  });

  it("answers 408 to a client that never finishes its headers, and serves others meanwhile [S4]", async () => {
    const { url } = await aService({ limits: { headersTimeoutMs: 1_000, requestTimeoutMs: 1_000 } });
    const slow = exchangeRaw(url, "GET /v1/prompts HTTP/1.1\r\nHost: x\r\nX-Slow: ");
    expect((await fetch(`${url}/v1/prompts`)).status).toBe(200);
    expect(await slow).toMatch(/^HTTP\/1\.1 408 /);
  });

  it("answers 408 to a client that never finishes its body [S4]", async () => {
    const { url } = await aService({ limits: { headersTimeoutMs: 100, requestTimeoutMs: 100 } });
    const head =
      "POST /v1/prompts/support_reply/render HTTP/1.1\r\nHost: x\r\ncontent-type: application/json\r\n";
    expect(await exchangeRaw(url, `${head}content-length: 10\r\n\r\n{`)).toMatch(/^HTTP\/1\.1 408 /);
  });

  it.each([
    ["both lengths at once", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", 400],
    ["two lengths", "Content-Length: 5\r\nContent-Length: 6\r\n", 400],
    ["a line break inside a name", "X-A\r\n B: 1\r\n", 400],
    ["huge headers", `X-Big: ${"x".repeat(40_000)}\r\n`, 431],
  ])("refuses %s [S7]", async (_, headers, status) => {
    const { url } = await aService();
    const answer = await exchangeRaw(
      url,
      `POST /v1/prompts/support_reply/render HTTP/1.1\r\nHost: x\r\n${headers}\r\n`,
    );
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });

  it("tells the provider when the client has gone away", async () => {
    const held = heldProvider();
    const { url } = await aService({ provider: held.provider });
    const client = new AbortController();
    const response = fetch(`${url}/v1/prompts/support_reply/run`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      signal: client.signal,
      ...withInput({ question: "Why?" }),
    });
    await held.arrived;
    const [signal] = held.signals;
    const aborted = new Promise((resolve) => signal?.addEventListener("abort", resolve));
    client.abort();
    await expect(response).rejects.toThrow();
    await aborted;
    held.release();
  });
});

describe("the log", () => {
  it("has one JSON line a request, without body, query or authorization [S9]", async () => {
    const lines: string[] = [];
    const service = await aService({ log: (line) => lines.push(line) });
    await post(service.url, "render?version=1.0.0", withInput({ question: "planted-body" }).body, {
      authorization: "Bearer planted-key",
    });
    await service.stop();
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({
      event: "request",
      method: "POST",
      path: "/v1/prompts/support_reply/render",
      status: 200,
    });
    expect(lines[0]).not.toMatch(/planted|version=/);
  });

  it("cannot be made to begin a new line [S9]", async () => {
    const lines: string[] = [];
    const service = await aService({ log: (line) => lines.push(line) });
    await exchangeRaw(
      service.url,
      'GET /v1/prompts/\u2028%0a{"level":"error"} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    );
    await service.stop();
    expect(lines.join("")).not.toContain("\n");
    for (const line of lines) expect(() => JSON.parse(line)).not.toThrow();
  });

  it("keeps a bug's stack to itself and tells the client only that there was one", async () => {
    const lines: string[] = [];
    const provider: Provider = {
      name: "broken",
      deterministic: true,
      ask: () => Promise.reject(new Error("planted bug")),
    };
    const service = await aService({ provider, log: (line) => lines.push(line) });
    const response = await post(service.url, "run", withInput({ question: "Why?" }).body);
    expect([response.status, await response.text()]).toEqual([500, expect.not.stringContaining("planted")]);
    await service.stop();
    expect(lines.map((line) => JSON.parse(line).event)).toEqual(["failure", "request"]);
  });
});

describe("stopping", () => {
  it("says not ready first, finishes what is under way, then accepts nothing more [S5]", async () => {
    const held = heldProvider();
    const service = await aService({ provider: held.provider });
    const response = post(service.url, "run", withInput({ question: "Why?" }).body);
    await held.arrived;
    const stopped = service.stop();
    expect((await fetch(`${service.url}/readyz`)).status).toBe(503);
    held.release();
    expect((await response).status).toBe(200);
    await stopped;
    await expect(fetch(`${service.url}/readyz`)).rejects.toThrow();
  });

  it("drops what is not finished when the grace is over", async () => {
    const held = heldProvider();
    const service = await aService({ provider: held.provider, limits: { drainMs: 1, graceMs: 1 } });
    const response = post(service.url, "run", withInput({ question: "Why?" }).body).catch(() => "dropped");
    await held.arrived;
    await service.stop();
    expect(await response).toBe("dropped");
    held.release();
  });

  it("ends with 0 after one signal, and at once with the signal's code after a second [S5]", async () => {
    const listeners = new Map<string, () => void>();
    const signals: SignalSource = {
      on: (signal, listener) => listeners.set(signal, listener),
      off: (signal) => listeners.delete(signal),
    };
    const first = stopOnSignals(await aService(), signals);
    listeners.get("SIGTERM")?.();
    expect(await first).toBe(0);
    const held = heldProvider();
    const busy = await aService({ provider: held.provider });
    const response = post(busy.url, "run", withInput({ question: "Why?" }).body).catch(() => "dropped");
    await held.arrived;
    const second = stopOnSignals(busy, signals);
    listeners.get("SIGTERM")?.();
    listeners.get("SIGTERM")?.();
    expect(await second).toBe(143);
    expect(await response).toBe("dropped");
    held.release();
  });
});

describe("starting", () => {
  it("says in plain words that the port is in use, as a setting (exit 2) [S11]", async () => {
    const { url } = await aService();
    const port = Number(new URL(url).port);
    await expect(aService({ port })).rejects.toMatchObject({
      exit: 2,
      message: `127.0.0.1:${port} is in use already`,
    });
  });
});
