import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { metadataPath, templatePath } from "../../../src/prompts/layout.ts";
import { LAUNCHER } from "../../builders/command-process.ts";
import { aGitGround, type GitGround } from "../../builders/git-ground.ts";
import { aLabelTask, labelTemplate, OFFLINE_CONFIG, worseTemplate } from "../../builders/label-task.ts";

const NAMES = ["eval-runner", "promote", "rollback", "archive"];
const MANIFEST = { scripts: Object.fromEntries(NAMES.map((name) => [name, `node ${LAUNCHER} ${name}`])) };

const SERVICES = `services:
  - name: shop
    tasks: ["colour"]
    environments:
      - { name: production, target: local, after: staging }
      - { name: staging, target: local }
`;

const reworded = (task: string) => ({
  [templatePath({ id: task })]: labelTemplate(task, "Say which it is."),
});
let ground: GitGround;

/** What `eval-runner --report markdown`, and so the comment, says about the tasks that differ from main. */
const commentOn = async (...tasks: readonly string[]): Promise<string> => {
  const out = join(ground.base, "report");
  await ground.run(
    "eval-runner",
    ...tasks.flatMap((task) => ["--task", task]),
    "--report",
    "markdown",
    "--out",
    out,
  );
  return readFileSync(join(out, "report.md"), "utf8");
};

const commandsIn = (comment: string): readonly string[] =>
  [...comment.matchAll(/<code>((?:npm run|npx) [^<]*)<\/code>/g)].map(([, command = ""]) =>
    command.replaceAll("&#38;", "&"),
  );

/** As a person types it who wants to see first what it does. Throws where it does not end with 0. */
const tried = async (command: string): Promise<string> => {
  const line = command.replaceAll(/( &&|$)/g, " --dry-run$1");
  const { stdout } = await promisify(execFile)("bash", ["-c", line], { cwd: ground.root });
  return stdout;
};

beforeAll(async () => {
  const config = OFFLINE_CONFIG.replace(/services:[\s\S]*/, SERVICES);
  ground = aGitGround(["colour", "tone", "shade"], {
    "pipeline.config.yaml": config,
    "package.json": JSON.stringify(MANIFEST),
  });
  await ground.must("eval-runner", "--all");
  await ground.must("promote", "--all-ready", "--push");
  for (const place of ["staging", "production"])
    await ground.must("deploy", "--environment", place, "--commit", "--push");
});

afterAll(async () => {
  for (const place of ["staging", "production"]) await ground.run("deploy", "--environment", place, "--stop");
  ground.remove();
});

describe.sequential("a command that a comment prints", () => {
  it("undoes what a merge did: in each environment, without a service, and of a new task", async () => {
    ground.author({ ...reworded("colour"), ...reworded("tone"), ...aLabelTask({ id: "hue" }) });
    const comment = await commentOn("colour", "tone", "hue");
    expect(comment).toContain("deploys to shop/staging, then shop/production");
    await ground.must("promote", "--all-ready", "--push");
    for (const place of ["staging", "production"])
      await ground.must("deploy", "--environment", place, "--commit", "--push");
    const undo = commandsIn(comment).filter((command) => command.includes("--commit --push"));
    expect(undo.map((command) => command.split(" ").slice(2, 8).join(" "))).toEqual([
      "rollback -- --service shop --environment production",
      "rollback -- --service shop --environment staging",
      'archive -- --task hue --reason "…"',
      "promote -- --task tone --to 1.0.0",
    ]);
    for (const command of undo) expect(await tried(command)).toMatch(/would |1\.0\.1 -> 1\.0\.0/);
  });

  it("gives the reason for which a promotion waits", async () => {
    const metadata = metadataPath({ id: "tone" });
    ground.author({
      [metadata]: ground.read(metadata).replace(/threshold: [\d.]+/, "threshold: 0.5"),
      [templatePath({ id: "tone" })]: labelTemplate("tone", "Name it."),
    });
    const comment = await commentOn("tone");
    expect(comment).toContain("### ▲ Waits for a recorded reason");
    const [command = ""] = commandsIn(comment).filter((one) => one.includes("&&"));
    expect(await tried(command)).toContain("would promote tone 1.0.1 -> 1.0.2");
    expect((await ground.run("promote", "--all-ready", "--dry-run")).stdout).toContain("left out tone");
  });

  it("gives the same result locally, and puts a wanted drop into production all the same", async () => {
    ground.author({ [templatePath({ id: "shade" })]: worseTemplate("shade") });
    const comment = await commentOn("shade");
    expect(comment).toContain("Blocked: worse");
    const [local = "", override = ""] = commandsIn(comment);
    expect(await tried(local)).toContain("shade");
    expect(await tried(override)).toContain("would promote shade 1.0.0 -> 1.0.1");
  });

  it("starts without npm's scripts where package.json has none", async () => {
    ground.author({ "package.json": "{}\n" });
    const named = commandsIn(await commentOn("shade"));
    expect(named).not.toEqual([]);
    for (const command of named) expect(command).toMatch(/^npx gpt-pipeline-hub /);
  });
});
