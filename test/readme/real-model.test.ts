import { describe, expect, it } from "vitest";
import { parseConfigFile } from "../../src/prompts/yaml-formats.ts";
import { readProjectFile } from "../architecture/project-files.ts";
import { withChanges, writeTree } from "../builders/a-repository.ts";
import { documentOf, runCommand } from "../builders/command-process.ts";
import { aLabelTask } from "../builders/label-task.ts";
import { answers, startFakeModelServer } from "../fakes/fake-model-server.ts";
import { codeBlocks, sectionOf } from "./markdown-blocks.ts";

const section = sectionOf(readProjectFile("README.md"), "A real model");
const [config] = codeBlocks(section).filter(({ language }) => language === "yaml");
const text = config?.text ?? "";

describe("the README's real model", () => {
  it("is a configuration without a problem", () => {
    const parsed = parseConfigFile("pipeline.config.yaml", new TextEncoder().encode(text));
    expect(parsed.problems).toEqual([]);
    expect(Object.keys(parsed.value?.providers ?? {})).toEqual(expect.arrayContaining(["openai", "ollama"]));
  });

  it("answers with the flags that it names", async () => {
    const flags = /`(--provider \S+ --model \S+)`/.exec(section)?.[1]?.split(" ") ?? [];
    expect(flags).toHaveLength(4);
    const server = await startFakeModelServer(answers("red"));
    try {
      const changed = text.replace(/http:\/\/localhost:\d+\/v1/, server.url);
      const offline =
        "  offline:\n    kind: offline\n    models:\n      reader-1: { usd_per_mtok_in: 0, usd_per_mtok_out: 0 }\n";
      const root = writeTree(
        withChanges(new Map(), {
          ...aLabelTask({ id: "paint" }),
          "pipeline.config.yaml": `${changed}${offline}`,
        }),
      );
      const ended = await runCommand("eval-runner", ["--task", "paint", ...flags, "--json"], { cwd: root });
      expect(documentOf(ended)).toMatchObject({
        runs: [{ model: { provider: "ollama", name: "llama3.2" }, counts: { scored: 24, errors: 0 } }],
      });
      expect(server.asked[0]?.body).toMatchObject({ model: "llama3.2" });
    } finally {
      await server.close();
    }
  });
});
