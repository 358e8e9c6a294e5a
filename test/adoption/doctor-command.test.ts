import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { documentOf } from "../builders/command-process.ts";
import { aGitGround, type GitGround } from "../builders/git-ground.ts";
import { askingMetadata, configAsking } from "../builders/label-task.ts";
import { answers, type FakeModelServer, startFakeModelServer } from "../fakes/fake-model-server.ts";

const KEY = "sk-planted-1234567890";
let server: FakeModelServer;
let ground: GitGround;

beforeEach(async () => {
  server = await startFakeModelServer(answers("ok"));
  ground = aGitGround(["colour"]);
  const metadata = "prompts/03-metadata/colour.yaml";
  ground.author({
    "pipeline.config.yaml": configAsking(server.url),
    [metadata]: askingMetadata(ground.read(metadata)),
  });
});

afterEach(async () => {
  ground.remove();
  await server.close();
});

const doctor = (environment: Readonly<Record<string, string>>, ...flags: readonly string[]) =>
  ground.runWith({ environment }, "doctor", ...flags);

describe("doctor", () => {
  it("asks nobody unless it is told to, and ends with 0 where nothing is in the way", async () => {
    const { exit, stdout } = await doctor({ OPENAI_API_KEY: KEY, PORT: "0" });
    expect({ exit, last: stdout.trimEnd().split("\n").at(-1) }).toEqual({
      exit: 0,
      last: "No model was asked; --online asks each one a small question.",
    });
    expect(server.asked).toHaveLength(0);
  });

  it("--online asks each model that tasks use once, and shows the key nowhere", async () => {
    const ended = await doctor({ OPENAI_API_KEY: KEY, PORT: "0" }, "--online", "--json");
    expect(ended.exit).toBe(0);
    expect(documentOf(ended)).toMatchObject({
      ok: true,
      findings: expect.arrayContaining([
        expect.objectContaining({ name: "answer acme/small-1", status: "ok" }),
      ]),
    });
    expect(server.asked.map(({ body }) => body)).toMatchObject([
      { model: "small-1", max_completion_tokens: 16 },
    ]);
    expect(ended.stdout + ended.stderr).not.toContain(KEY);
  });

  it("ends with 2 where a key is missing, and names its variable", async () => {
    const { exit, stdout } = await doctor({ PORT: "0" });
    expect({ exit, stdout }).toEqual({
      exit: 2,
      stdout: expect.stringContaining("-> export OPENAI_API_KEY=..."),
    });
  });

  it("refuses a provider that is not configured", async () => {
    const { exit, stderr } = await doctor({}, "--provider", "nobody");
    expect({ exit, stderr }).toEqual({ exit: 2, stderr: expect.stringContaining("Known: offline, acme.") });
  });
});
