import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMMENT_MARKER } from "../../../src/reporting/markdown/markdown-report.ts";
import {
  aPullRequestGround,
  type PullRequestGround,
  RUNNER_FILES,
} from "../../builders/pull-request-ground.ts";

let blocked: PullRequestGround;

const written = (file: keyof typeof RUNNER_FILES): string =>
  readFileSync(join(blocked.ground.base, RUNNER_FILES[file]), "utf8");

beforeAll(async () => {
  blocked = await aPullRequestGround("worse");
  expect((await blocked.evaluate()).exit).toBe(5);
});

afterAll(() => blocked.close());

describe("a pull request that makes a prompt worse", () => {
  it("gets one comment, a failed check run, annotations on their lines, and a summary", async () => {
    const ended = await blocked.publish();
    expect(ended).toMatchObject({ exit: 5 });
    expect(blocked.github.state.comments).toHaveLength(1);
    expect(blocked.github.state.comments[0]?.body).toContain("Blocked: worse");
    const [check] = blocked.github.state.checkRuns;
    expect(check).toMatchObject({
      name: "prompts",
      conclusion: "failure",
      title: "Blocked: worse",
      head_sha: blocked.pull.head.sha,
    });
    expect(check?.annotations[0]).toMatchObject({ path: "prompts/00-templates/colour.yaml", start_line: 1 });
    expect(check?.annotations.find(({ title }) => title?.includes("part-3"))).toMatchObject({
      path: "prompts/01-examples/colour/parts.jsonl",
      start_line: 3,
    });
    expect(written("summary")).toContain("Blocked: worse");
    expect(written("output")).toMatch(/evidence-[0-9a-f]{64}/);
  });

  it("keeps its one comment over re-runs, and an earlier attempt does not replace a later one", async () => {
    await blocked.publish({ GITHUB_RUN_ATTEMPT: "2" });
    expect(blocked.github.state.comments).toMatchObject([{ edits: 1 }]);
    expect(blocked.github.state.comments[0]?.body).toContain("attempt 2");
    await blocked.publish({ GITHUB_RUN_ATTEMPT: "1" });
    expect(blocked.github.state.comments).toMatchObject([{ edits: 1 }]);
  });

  it("does not show the result of a head that was pushed over, and says so", async () => {
    blocked.pull.head.sha = "f".repeat(40);
    const { exit, stderr } = await blocked.publish({ GITHUB_RUN_ATTEMPT: "3" });
    blocked.pull.head.sha = blocked.evaluated;
    expect(exit).toBe(5);
    expect(stderr).toContain("the pull request has moved on to ffffffffffff");
    expect(blocked.github.state.comments).toMatchObject([{ edits: 1 }]);
  });

  it("reads the same as eval-runner --report markdown", async () => {
    const report = readFileSync(join(blocked.check, "report.md"), "utf8");
    const body = blocked.github.state.comments[0]?.body ?? "";
    const shared = report.replace(`${COMMENT_MARKER}\n`, "").trim();
    expect(body).toContain(shared);
  });
});
