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
});
