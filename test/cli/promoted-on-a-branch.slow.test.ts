import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { templatePath } from "../../src/prompts/layout.ts";
import { anEvaluatedGround, type GitGround } from "../builders/git-ground.ts";
import { labelTemplate } from "../builders/label-task.ts";

const TAG = "prompt/colour/v1.0.1^{commit}";

const grounds: GitGround[] = [];
const kept = (ground: GitGround): GitGround => {
  grounds.push(ground);
  return ground;
};

/** Version 1.0.0 of `colour` is in production at origin; 1.0.1 was promoted on a branch, and nothing of it was pushed. */
let ground: GitGround;

beforeAll(async () => {
  ground = kept(await anEvaluatedGround(["colour"]));
  await ground.must("promote", "--all-ready", "--tag", "--push");
  ground.author({ [templatePath({ id: "colour" })]: labelTemplate("colour", "Which colour is it?") });
  ground.git("checkout", "--quiet", "-b", "by-hand");
  await ground.must("eval-runner", "--all", "--quiet");
  await ground.must("promote", "--task", "colour", "--commit");
  ground.git("checkout", "--quiet", "main");
});

afterAll(() => {
  for (const one of grounds) one.remove();
});

/** Each way in which a branch of one commit comes to main. The message of a squash is the one that GitHub proposes. */
const MERGES: Readonly<Record<string, (own: GitGround) => void>> = {
  "a squash that keeps the commit's message": (own) => {
    const message = own.git("log", "-1", "--format=%B", "by-hand");
    own.git("merge", "--quiet", "--squash", "by-hand");
    own.git("commit", "--quiet", "-m", message.replace("\n", " (#7)\n"));
  },
  "a squash with a message of its own": (own) => {
    own.git("merge", "--quiet", "--squash", "by-hand");
    own.git("commit", "--quiet", "-m", "Ask for the colour (#7)");
  },
  "a merge commit": (own) => {
    own.git("merge", "--quiet", "--no-ff", "-m", "Merge pull request #7", "by-hand");
  },
};

describe.concurrent("a version that was promoted on a branch gets its tag from the promotion after the merge", () => {
  it.each(Object.keys(MERGES))("by %s", async (how) => {
    const own = kept(ground.copy());
    MERGES[how]?.(own);
    own.git("push", "--quiet", "origin", "main");
    own.author({ "NOTES.md": "main goes on\n" }, "docs: notes");
    const promote = () => own.must("promote", "--all-ready", "--commit", "--tag", "--push");
    expect((await promote()).stderr).toContain("tagged prompt/colour/v1.0.1");
    const tagged = own.remoteGit("rev-parse", TAG).trim();
    expect(own.remoteGit("show", `${tagged}:prompts/02-production/colour.yaml`)).toContain(
      'version: "1.0.1"',
    );
    expect(own.remoteGit("show", `${tagged}^:prompts/02-production/colour.yaml`)).toContain(
      'version: "1.0.0"',
    );
    expect((await promote()).stderr).not.toContain("tagged");
    expect((await own.run("reconcile")).exit).toBe(0);
  });
});
