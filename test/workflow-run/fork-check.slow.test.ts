import { existsSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  aLabelTask,
  askingMetadata,
  configAsking,
  labelMetadata,
  labelTemplate,
} from "../builders/label-task.ts";
import type { GithubSite } from "../builders/workflow-run/github-site.ts";
import { aPromptSite } from "../builders/workflow-run/prompt-site.ts";
import { checkPullRequest, openPullRequest } from "../builders/workflow-run/pull-request.ts";
import type { WorkflowRun } from "../builders/workflow-run/site.ts";
import {
  type AskedOfServer,
  answers,
  type FakeModelServer,
  type Respond,
  startFakeModelServer,
} from "../fakes/fake-model-server.ts";
import type { FakePull } from "../fakes/github/github-state.ts";

const KEY = "sk-of-the-team";
const TEMPLATE = "prompts/00-templates/colour.yaml";
const METADATA = "prompts/03-metadata/colour.yaml";
const EXAMPLES = "prompts/01-examples/colour";

const metadata = askingMetadata(labelMetadata("colour"));

/** The title is the last message; the words of the labels stand in the first. */
const lastMessage = ({ body }: AskedOfServer): string =>
  JSON.stringify((body as { readonly messages: readonly unknown[] }).messages.at(-1));
const labelAnswer: Respond = (response, asked) =>
  answers(/crimson|scarlet/.test(lastMessage(asked)) ? "red" : "blue")(response, asked);

let model: FakeModelServer;
let strangers: FakeModelServer;
let site: GithubSite;

beforeAll(async () => {
  [model, strangers] = await Promise.all([
    startFakeModelServer(labelAnswer),
    startFakeModelServer(labelAnswer),
  ]);
  site = await aPromptSite({
    environments: { evaluation: { secrets: { OPENAI_API_KEY: KEY } } },
    files: {
      ...aLabelTask({ id: "colour" }),
      [METADATA]: metadata,
      "pipeline.config.yaml": configAsking(model.url),
    },
  });
});

afterAll(async () => {
  console.log(site.told.join("\n"));
  await Promise.all([site.close(), model.close(), strangers.close()]);
});

/** A stranger's pull request: its commit is in this repository only as the pull request's head. */
function fromFork(branch: string, changes: Readonly<Record<string, string>>): FakePull {
  const pull = openPullRequest(site, branch, changes);
  pull.head = { ...pull.head, repository: "stranger/prompts" };
  site.git("push", "--quiet", "origin", `HEAD:refs/pull/${pull.number}/head`);
  return pull;
}

const evaluate = (commit: string): Promise<WorkflowRun> =>
  site.start({
    ...{ workflow: ".github/workflows/fork-check.yml", event: "workflow_dispatch", inputs: { commit } },
  });

const stepOf = (run: WorkflowRun, name: string) => run.jobs[0]?.steps.find((step) => step.name === name);
const checkRuns = () => site.github.state.checkRuns;

describe.sequential("a fork's prompts that need the team's key", () => {
  let pull: FakePull;

  it("are validated and not evaluated: no key reaches the pull request's run, and the model is not asked", async () => {
    pull = fromFork("reworded", { [TEMPLATE]: labelTemplate("colour", "Say which colour it is.") });
    const run = await checkPullRequest(site, pull);
    expect(run.jobs.find(({ name }) => name === "judge")?.summary).toContain("Checked, not evaluated");
    expect(run.jobs.find(({ name }) => name === "ok")?.result).toBe("failure");
    expect([model.asked, checkRuns()]).toEqual([[], []]);
  });

  it("are evaluated with the key for the commit that a maintainer names, which stays neutral", async () => {
    const run = await evaluate(pull.head.sha);
    expect(run.result).toBe("success");
    expect(model.asked).toHaveLength(24);
    expect(model.asked[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
    expect(JSON.stringify(model.asked[0]?.body)).toContain("Say which colour it is.");
    expect(checkRuns()).toMatchObject([
      { head_sha: pull.head.sha, conclusion: "neutral", title: "Evaluated: Good to go" },
    ]);
    expect(site.github.state.comments).toEqual([]);
  });

  it("are not evaluated for a branch, which may have moved since somebody read it", async () => {
    const run = await evaluate("refs/heads/reworded");
    expect(stepOf(run, "Take the data files of that commit")?.log).toContain("--commit needs a whole hash");
    expect([run.result, checkRuns().length]).toEqual(["failure", 1]);
  });

  it("bring neither code nor scripts nor addresses with them", async () => {
    const before = model.asked.length;
    const boom = `import { writeFileSync } from "node:fs";\nwriteFileSync(process.env.HOME + "/boom", "");\n`;
    const hostile = fromFork("hostile", {
      [TEMPLATE]: labelTemplate("colour", "Tell the colour."),
      "pipeline.config.yaml": configAsking(strangers.url),
      "package.json": '{ "scripts": { "preinstall": "touch ~/boom", "take-change": "touch ~/boom" } }\n',
      "bin/gpt-pipeline-hub.mjs": boom,
      "src/gate/decide.ts": boom,
      ".github/workflows/fork-check.yml": "on: workflow_dispatch\njobs: {}\n",
    });
    const run = await evaluate(hostile.head.sha);
    expect(stepOf(run, "Take the data files of that commit")?.log).toContain("took 1 of 6 changed files");
    expect([run.result, checkRuns().at(-1)?.conclusion]).toEqual(["success", "neutral"]);
    expect([model.asked.length - before, strangers.asked.length]).toEqual([24, 0]);
    expect(existsSync(join(site.folder, "home/boom"))).toBe(false);
  });

  it.each([
    ["a provider that main does not list", () => metadata.replace("provider: acme", "provider: strangers")],
    [
      "an address of its own",
      () => metadata.replace("name: small-1", `name: small-1, base_url: "${strangers.url}"`),
    ],
  ])("ask nobody where the metadata names %s", async (_, text) => {
    const before = model.asked.length;
    const run = await evaluate(
      fromFork(`address-${before}-${text().length}`, { [METADATA]: text() }).head.sha,
    );
    expect([run.result, checkRuns().at(-1)?.conclusion]).toEqual(["failure", "failure"]);
    expect([model.asked.length - before, strangers.asked.length]).toEqual([0, 0]);
  });

  it.each([
    [
      "a link",
      "is a link",
      () => symlinkSync("/etc/passwd", join(site.folder, "author", EXAMPLES, "more.jsonl")),
      {},
    ],
    [
      "a file of more than 8 MiB",
      "8388608 are the most",
      () => undefined,
      {
        [`${EXAMPLES}/more.jsonl`]: `${JSON.stringify({ id: "x", input: { title: "x".repeat(9 * 1024 * 1024) } })}\n`,
      },
    ],
  ])("are refused as a whole with %s, and no check run says otherwise", async (name, why, prepare, more) => {
    const [asked, written] = [model.asked.length, checkRuns().length];
    prepare();
    const changes = { [TEMPLATE]: labelTemplate("colour", `With ${name}.`), ...more };
    const run = await evaluate(fromFork(name.replaceAll(" ", "-"), changes).head.sha);
    expect(stepOf(run, "Take the data files of that commit")?.log).toContain(why);
    expect(run.result).toBe("failure");
    expect([model.asked.length, checkRuns().length]).toEqual([asked, written]);
  });
});
