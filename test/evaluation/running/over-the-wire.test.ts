import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { systemPace } from "../../../src/evaluation/adapters/system-pace.ts";
import type { Outcome, Unit } from "../../../src/evaluation/running/run.ts";
import { DEFAULT_RUN_LIMITS } from "../../../src/evaluation/running/run.ts";
import { runExamples } from "../../../src/evaluation/running/run-examples.ts";
import { acme, aModelRequest, KEY, serve } from "../../fakes/asked-model.ts";
import {
  completion,
  type FakeModelServer,
  json,
  type Respond,
  refuses,
} from "../../fakes/fake-model-server.ts";
import { units } from "../../fakes/scripted-run.ts";

async function runAgainst(server: FakeModelServer, count: number, concurrency: number) {
  const provider = acme(server.url, { connections: concurrency });
  const outcomes = new Map<string, Outcome>();
  const end = await runExamples<Unit>({
    units: units(count),
    limits: { ...DEFAULT_RUN_LIMITS, concurrency },
    pace: systemPace,
    ask: ({ id }, signal) =>
      provider.ask(aModelRequest({ messages: [{ role: "user", content: id }] }), signal),
    settle: ({ id }, outcome) => void outcomes.set(id, outcome),
  });
  return { end, outcomes };
}

/** Answers with the last message's text. */
const echo: Respond = (response, asked) => {
  const { messages } = asked.body as { messages: readonly { content: string }[] };
  return json(200, completion(messages.at(-1)?.content ?? ""))(response, asked);
};

describe("a run over the wire", () => {
  it("gives every example its own answer, within the limit of calls and connections [P21]", async () => {
    const server = await serve(echo);
    const { end, outcomes } = await runAgainst(server, 120, 6);
    expect(end).toEqual({ kind: "complete" });
    for (const [id, { reply }] of outcomes) expect(reply).toMatchObject({ kind: "answer", text: id });
    expect(outcomes.size).toBe(120);
    expect(server.mostAtOnce).toBeLessThanOrEqual(6);
    expect(server.connections).toBeLessThanOrEqual(6);
  });

  it("with a refused key makes one call and shows no key [P4, P23]", async () => {
    const server = await serve(refuses(401, { message: `Incorrect API key provided: ${KEY}` }));
    const { end } = await runAgainst(server, 50, 16);
    expect(server.asked).toHaveLength(1);
    expect(end).toMatchObject({ kind: "refused", error: { class: "provider_fatal", status: 401 } });
    expect(JSON.stringify(end)).not.toContain(KEY);
  });

  it("leaves nothing behind that keeps the process alive after a call that was cut off [P6]", async () => {
    const server = await serve(() => {});
    const script = `
      import { createOpenAiProvider } from "./src/evaluation/adapters/openai-provider.ts";
      const provider = createOpenAiProvider({ name: "acme", baseUrl: "${server.url}", connections: 2, timeoutMs: 50 });
      const model = { provider: "acme", name: "m", parameters: {} };
      const request = { messages: [{ role: "user", content: "Hi" }], model, output: { type: "string" } };
      console.log(JSON.stringify(await provider.ask(request, new AbortController().signal)));
    `;
    const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const said: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => said.push(chunk));
    expect((await once(child, "close"))[0]).toBe(0);
    expect(JSON.parse(Buffer.concat(said).toString())).toMatchObject({ timedOut: true });
  });
});
