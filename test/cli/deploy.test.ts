import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answeringVersions } from "../builders/answering-versions.ts";
import { documentOf } from "../builders/command-process.ts";
import { anEvaluatedGround, type GitGround } from "../builders/git-ground.ts";
import { worseTemplate } from "../builders/label-task.ts";

let ground: GitGround;

const answeringVersion = async (url: unknown, task: string): Promise<string | undefined> =>
  (await answeringVersions(url))[task];

beforeAll(async () => {
  ground = await anEvaluatedGround(["colour", "tone"]);
  await ground.must("promote", "--all-ready", "--commit", "--push");
});

afterAll(async () => {
  await ground.run("deploy", "--stop");
  ground.remove();
});

describe("a release on the local target", () => {
  it("is planned without touching anything", async () => {
    const before = ground.seen({ scratch: true });
    const planned = await ground.must("deploy", "--dry-run", "--json");
    expect(documentOf(planned)["dry_run"]).toBe(true);
    expect(ground.seen({ scratch: true })).toEqual(before);
  });

  it("answers, is evaluated where it runs, and stands in registry, audit and git", async () => {
    const deployed = documentOf(await ground.must("deploy", "--commit", "--push", "--tag", "--json"));
    expect(await answeringVersion(deployed["url"], "colour")).toBe("1.0.0");
    expect(deployed["verdict"]).toBe("pass");
    expect(ground.read("prompt_registry.yaml")).toContain('status: "verified"');
    expect(ground.read("prompt_audit.jsonl")).toMatch(
      /"phase":"intent","action":"deploy"[^\n]*\n(.*\n)*.*"phase":"done"/,
    );
    expect(ground.git("status", "--porcelain")).toBe("");
    expect(ground.remoteGit("tag", "--list", "release/*").trim()).toBe("release/shop/1");
  });

  it("is deployed once, however often it is asked for", async () => {
    const before = ground.seen();
    const again = await ground.must("deploy", "--commit", "--push", "--json");
    expect(documentOf(again)["deployed"]).toBe(false);
    expect(ground.seen()).toEqual(before);
  });

  it("loses only the task that regressed, and git says so by itself", async () => {
    ground.author({ "prompts/00-templates/colour.yaml": worseTemplate("colour") });
    await ground.must("promote", "--task", "colour", "--override", "--reason", "drill", "--commit", "--push");
    const ended = await ground.run("deploy", "--commit", "--push", "--json");
    const outcome = documentOf(ended);
    expect(ended.exit).toBe(5);
    expect(await answeringVersion(outcome["url"], "colour")).toBe("1.0.0");
    expect(await answeringVersion(outcome["url"], "tone")).toBe("1.0.0");
    expect(ground.read("prompts/02-production/colour.yaml")).toContain('version: "1.0.0"');
    expect(ground.read("prompt_registry.yaml")).toContain('status: "quarantined"');
    expect(ground.remoteGit("log", "-1", "--format=%s")).toMatch(
      /^rollback\(shop\/local\): colour v1\.0\.1 -> v1\.0\.0/,
    );
    expect((await ground.run("validate")).exit).toBe(0);
  });

  it("is frozen and rolled back although an author has unfinished work here, which stays what it is", async () => {
    const unfinished = { "prompts/00-templates/tone.yaml": "messages: [not done", "stray.txt": "kept\n" };
    ground.write(unfinished);
    await ground.must("freeze", "--until", "8h", "--reason", "drill", "--commit", "--push");
    await ground.must("freeze", "--until", "now", "--reason", "over", "--commit", "--push");
    await ground.must("rollback", "--reason", "drill", "--commit", "--push");
    expect(ground.git("status", "--porcelain")).toBe(" M prompts/00-templates/tone.yaml\n?? stray.txt\n");
    for (const [path, text] of Object.entries(unfinished)) expect(ground.read(path)).toBe(text);
    ground.git("checkout", "--", "prompts/00-templates/tone.yaml");
    ground.git("clean", "--force", "--quiet", "stray.txt");
  });

  it("is not rolled back to what was itself rolled back", async () => {
    const refused = await ground.run("rollback", "--task", "colour", "--to", "1.0.1", "--reason", "try it");
    expect(refused.exit).toBe(3);
    expect(refused.stderr).toContain("nothing was rolled back");
  });

  it("ends when it is told to, and comes back with the next deployment", async () => {
    const stopped = documentOf(await ground.must("deploy", "--stop", "--json"));
    expect(stopped["stopped"]).toHaveLength(1);
    const [url] = stopped["stopped"] as readonly string[];
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
    const back = documentOf(await ground.must("deploy", "--commit", "--push", "--json"));
    expect(await answeringVersion(back["url"], "tone")).toBe("1.0.0");
  });
});
