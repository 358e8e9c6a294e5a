import { afterEach, describe, expect, it } from "vitest";
import { aPullRequestGround, type PullRequestGround } from "../../builders/pull-request-ground.ts";

let opened: PullRequestGround;

afterEach(() => opened.close());

const BROKEN = { "prompts/00-templates/colour.yaml": "id: colour\nmessages: [\n" };

describe("a pull request with a file that cannot be used", () => {
  it("is told so in its one comment, beside the line, and is not evaluated", async () => {
    opened = await aPullRequestGround("reworded");
    opened.push(BROKEN);
    const { exit, stdout } = await opened.publish();
    expect(exit).toBe(3);
    expect(stdout).not.toContain("::error");
    expect(opened.github.state.comments[0]?.body).toMatch(/### ✘ Blocked: \d+ problems? in the files/);
    const [check] = opened.github.state.checkRuns;
    expect(check).toMatchObject({ conclusion: "failure" });
    expect(check?.annotations[0]).toMatchObject({
      path: "prompts/00-templates/colour.yaml",
      annotation_level: "failure",
    });
  });

  it("from a fork finds its problems beside their lines by the log alone", async () => {
    opened = await aPullRequestGround("reworded", { fork: "mallory/prompts" });
    opened.push(BROKEN);
    const { exit, stdout, stderr } = await opened.publish();
    expect(exit).toBe(3);
    expect(stdout).toMatch(/^::error file=prompts\/00-templates\/colour\.yaml,line=/m);
    expect(stderr).toContain("the comment could not be written: writing a comment failed: 403");
    expect(opened.github.state.comments).toEqual([]);
  });

  it("cannot speak to the runner, the shell or a reader by its files' names", async () => {
    opened = await aPullRequestGround("reworded");
    const hostile = ["a\n::set-env name=X::y", "$(touch pwned)", "`@everyone` <img src=x>", "##[group]x"];
    opened.push(Object.fromEntries(hostile.map((name) => [`prompts/00-templates/${name}.yaml`, "id: [\n"])));
    const flags = ["--changed-since", "origin/main"];
    const ended = [
      await opened.step("plan-check", flags),
      await opened.step("validate", []),
      await opened.publish(),
    ];
    const log = ended.map(({ stdout, stderr }) => stdout + stderr).join("\n");
    expect(log).not.toMatch(/^::set-env|##\[group\]/m);
    expect(opened.ground.has("pwned")).toBe(false);
    const body = opened.github.state.comments[0]?.body ?? "";
    expect(body).toContain("problems in the files");
    expect(body).not.toMatch(/^::set-env|##\[group\]|<img|(^|[^;])@everyone/m);
    const [check] = opened.github.state.checkRuns;
    expect(check?.annotations.length).toBeGreaterThan(2);
    expect(check?.annotations.map(({ title }) => title).join()).not.toContain("\n");
  });
});
