import { afterEach, describe, expect, it } from "vitest";
import { aGitGround, type GitGround } from "../builders/git-ground.ts";

let ground: GitGround;

afterEach(() => ground.remove());

const promote = (...flags: readonly string[]) => ground.run("promote", "--task", "colour", ...flags);

const actAs = (name: string): void => {
  ground.git("config", "user.name", name);
};

describe("an override that one person decides alone", () => {
  it("stands in audit, registry and status until another person closes it", async () => {
    ground = aGitGround(["colour"]);
    actAs("Ada");
    const reason = "the shop is down";
    expect((await promote("--override", "--break-glass", "--reason", reason, "--commit")).exit).toBe(0);
    expect(ground.read("prompt_audit.jsonl")).toContain('"break_glass":true');
    expect(ground.read("prompt_registry.yaml")).toContain("break_glass: true");
    expect((await ground.run("status")).stdout).toContain("decided alone about colour: the shop is down");

    const own = await promote("--close-break-glass", "--reason", "looks fine", "--commit");
    expect(own.exit).toBe(5);
    expect(own.stderr).toContain("took this decision alone and cannot close it");

    actAs("Grace");
    const closed = await promote("--close-break-glass", "--reason", "looked at it, fine", "--commit");
    expect(closed.stdout).toContain("closed what Ada");
    expect((await ground.run("status")).stdout).not.toContain("decided alone");
    expect((await ground.run("validate")).exit).toBe(0);
    const again = await promote("--close-break-glass", "--reason", "once more", "--commit");
    expect(again).toMatchObject({ exit: 0, stdout: expect.stringContaining("no decision") });
  });

  it("is nothing without an override, and closing needs a reason", async () => {
    ground = aGitGround(["colour"]);
    expect((await promote("--break-glass", "--reason", "now")).exit).toBe(2);
    expect((await promote("--close-break-glass")).exit).toBe(2);
  });
});
