import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { editRegistryText } from "../../src/prompts/records/registry-file.ts";
import { parseRegistryFile } from "../../src/prompts/yaml-formats.ts";
import { documentOf, type EndedCommand, errorOf } from "../builders/command-process.ts";
import { anEvaluatedGround, type GitGround } from "../builders/git-ground.ts";
import { labelTemplate, worseTemplate } from "../builders/label-task.ts";

const TASKS = ["wording", "parameters", "schema", "wished"];
const templateOf = (task: string): string => `prompts/00-templates/${task}.yaml`;
const metadataOf = (task: string): string => `prompts/03-metadata/${task}.yaml`;
const productionOf = (task: string): string => `prompts/02-production/${task}.yaml`;

const grounds: GitGround[] = [];
const kept = (ground: GitGround): GitGround => {
  grounds.push(ground);
  return ground;
};

let first: GitGround;
let second: GitGround;
let ended: EndedCommand;

beforeAll(async () => {
  first = kept(await anEvaluatedGround(TASKS));
  await first.must("promote", "--all-ready", "--commit", "--tag", "--push");
  second = kept(first.copy());
  const metadata = (task: string): string => second.read(metadataOf(task));
  second.author({
    [templateOf("wording")]: labelTemplate("wording", "Say which colour it is."),
    [metadataOf("parameters")]: metadata("parameters").replace("parameters: {}", "parameters: { seed: 1 }"),
    [metadataOf("schema")]: metadata("schema").replace(/enum: \[.*\]/, "enum: [red, blue, green]"),
    [templateOf("wished")]: labelTemplate("wished", "Which colour?"),
    [metadataOf("wished")]: `${metadata("wished")}bump: major\nchange: Asks in fewer words\n`,
  });
  await second.must("eval-runner", "--all", "--quiet");
  ended = await second.must("promote", "--all-ready", "--commit", "--tag", "--push", "--json");
});

afterAll(() => {
  for (const ground of grounds) ground.remove();
});

describe("the version after a change", () => {
  it.each([
    ["wording", "1.0.1", "patch", "Wording of message 1 (system), +1 -1 lines"],
    ["parameters", "1.1.0", "minor", "Model parameters changed"],
    ["schema", "2.0.0", "major", "Output schema changed"],
    ["wished", "2.0.0", "major", "Asks in fewer words"],
  ])("of %s is %s, a %s step, and says what changed", (task, version, bump, change) => {
    const promoted = documentOf(ended)["promoted"] as readonly { readonly task: string }[];
    expect(promoted.find((one) => one.task === task)).toMatchObject({ from: "1.0.0", version, bump, change });
  });

  it("uses the author's bump and change up, and puts them into the changelog", () => {
    const metadata = second.read(metadataOf("wished"));
    expect(metadata).not.toMatch(/^(bump|change):/m);
    expect(metadata).toMatch(
      /^changelog:\n {2}- version: "2\.0\.0"\n.*\n {4}change: "Asks in fewer words"\n {2}- version: "1\.0\.0"/m,
    );
  });

  it("archives what it supersedes byte for byte", () => {
    for (const task of TASKS) {
      expect(second.read(`prompts/99-archive/${task}/1.0.0.yaml`)).toBe(first.read(productionOf(task)));
    }
  });

  it("leaves a repository in which validate finds no problem", async () => {
    expect(await second.run("validate")).toMatchObject({ exit: 0, stderr: "" });
  });
});

describe("going back to an earlier version", () => {
  let ground: GitGround;
  let back: EndedCommand;

  beforeAll(async () => {
    ground = kept(second.copy());
    ground.author({ [templateOf("wording")]: "id: wording\nmessages: [\n" }, "fix: in a hurry");
    back = await ground.run(
      ...["promote", "--task", "wording", "--to", "1.0.0", "--reason", "wrong colours in the shop"],
      ...["--commit", "--push", "--json"],
    );
  });

  it("restores the same bytes, without asking a provider, even while the candidate is broken", () => {
    expect(back).toMatchObject({ exit: 0, stderr: "" });
    expect(documentOf(back)).toMatchObject({
      returned: { task: "wording", from: "1.0.1", version: "1.0.0", reason: "wrong colours in the shop" },
    });
    expect(ground.read(productionOf("wording"))).toBe(first.read(productionOf("wording")));
    expect(ground.read("prompts/99-archive/wording/1.0.1.yaml")).toBe(second.read(productionOf("wording")));
  });

  it("is a commit of its own, which arrives at the remote", () => {
    expect(ground.remoteGit("log", "-1", "--format=%s", "main")).toBe("promote(wording): back to v1.0.0\n");
    expect(ground.git("status", "--porcelain")).toBe("");
  });

  it("is recorded with its reason, and status says so", async () => {
    const { stdout } = await ground.must("status", "--task", "wording");
    expect(stdout).toMatch(/downgrade +\S+ +1\.0\.1 +1\.0\.0 +Ada Author.*wrong colours in the shop/);
  });

  it("done again changes nothing", async () => {
    const before = ground.seen({ scratch: true });
    const again = await ground.run("promote", "--task", "wording", "--to", "1.0.0", "--reason", "again");
    expect(again).toMatchObject({ exit: 0, stdout: "wording 1.0.0 is in production already\n" });
    expect(ground.seen({ scratch: true })).toEqual(before);
  });

  it("a version that never was is 3, with the known ones", async () => {
    const { exit, stderr } = await ground.run(
      "promote",
      "--task",
      "schema",
      "--to",
      "9.9.9",
      "--reason",
      "x",
    );
    expect(exit).toBe(3);
    expect(stderr).toContain("Known versions: 1.0.0, 2.0.0.");
  });

  it("a version that was rolled back itself is refused with 5", async () => {
    const marked = kept(ground.copy());
    mark(marked, "wording", "1.0.1", "rolled_back");
    const before = marked.seen();
    const again = await marked.run(
      "promote",
      "--task",
      "wording",
      "--to",
      "1.0.1",
      "--reason",
      "x",
      "--json",
    );
    expect(again.exit).toBe(5);
    expect(errorOf(again)).toContain("version 1.0.1 was itself rolled back");
    expect(marked.seen()).toEqual(before);
  });
});

describe("an override", () => {
  const reason = "the shop is closed, and the lawyers want this text today";

  it("promotes without evidence, and status shows its reason ever after", async () => {
    const ground = kept(second.copy());
    ground.author({ [templateOf("wording")]: worseTemplate("wording") });
    await ground.must("promote", "--task", "wording", "--override", "--reason", reason, "--commit");
    const last = ground.read("prompt_audit.jsonl").trimEnd().split("\n").at(-1) ?? "";
    expect(JSON.parse(last)).toMatchObject({ action: "override", task: "wording", to: "1.0.2", reason });
    const status = await ground.must("status", "--json");
    const rows = documentOf(status)["tasks"] as readonly { readonly task: string }[];
    expect(rows.find(({ task }) => task === "wording")).toMatchObject({ evidence: `override: ${reason}` });
  });

  it("does not bring back the bytes of a version that is in quarantine", async () => {
    const ground = kept(first.copy());
    ground.author({ [templateOf("wording")]: worseTemplate("wording") });
    await ground.must("promote", "--task", "wording", "--override", "--reason", "drill", "--commit");
    await ground.must("promote", "--task", "wording", "--to", "1.0.0", "--reason", "worse", "--commit");
    mark(ground, "wording", "1.0.1", "quarantined");
    const before = ground.seen();
    const refused = await ground.run(
      "promote",
      "--task",
      "wording",
      "--override",
      "--reason",
      reason,
      "--json",
    );
    expect(refused.exit).toBe(5);
    expect(errorOf(refused)).toContain("these are the bytes of version 1.0.1, which was rolled back");
    expect(ground.seen()).toEqual(before);
  });
});

/** What a rollback on a target leaves in the registry. */
function mark(ground: GitGround, task: string, version: string, status: "quarantined" | "rolled_back"): void {
  const text = ground.read("prompt_registry.yaml");
  const registered = parseRegistryFile("registry", new TextEncoder().encode(text)).value?.tasks[task];
  if (registered === undefined) throw new Error(`${task} is not registered`);
  const versions = registered.versions.map((one) => (one.version === version ? { ...one, status } : one));
  const marked = editRegistryText(text, { tasks: { [task]: { ...registered, versions } } });
  ground.author({ "prompt_registry.yaml": marked }, "rollback: by hand");
}
