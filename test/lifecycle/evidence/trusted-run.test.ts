import { describe, expect, it } from "vitest";
import {
  doubtAboutBase,
  doubtAboutResult,
  doubtAboutRun,
  type EvidenceOffer,
} from "../../../src/lifecycle/evidence/trusted-run.ts";

const HEAD = "a".repeat(40);
const MERGED = "b".repeat(40);

const offer = (parts: Partial<EvidenceOffer> & { readonly of?: Partial<EvidenceOffer["run"]> } = {}) => {
  const { of = {}, ...more } = parts;
  return {
    run: {
      ...{
        id: 3,
        path: ".github/workflows/check.yml",
        event: "pull_request",
        headCommit: HEAD,
        headBranch: "change",
      },
      ...{ headRepository: "acme/prompts", isEnded: true, isSuccess: true, isFailure: false },
      ...of,
    },
    ...{ repository: "acme/prompts", workflow: ".github/workflows/check.yml", commit: MERGED },
    changed: ["prompts/00-templates/a.yaml", "pipelines/b.yaml"] as readonly string[],
    ...more,
  };
};

describe("the answers of a run are taken", () => {
  it("from a successful check of a pull request that changed data only", () => {
    expect(doubtAboutRun(offer())).toBeUndefined();
  });

  it("where the pull request also changes a page for people, which no command runs", () => {
    expect(
      doubtAboutRun(offer({ changed: ["prompts/00-templates/a.yaml", "README.md", "docs/a.md"] })),
    ).toBeUndefined();
  });

  it("from the merge queue's run of the very commit, whose code is main's", () => {
    const of = { event: "merge_group", headCommit: MERGED };
    expect(doubtAboutRun(offer({ of, changed: ["src/a.ts"] }))).toBeUndefined();
  });

  it("from a workflow that is called under its own name", () => {
    expect(doubtAboutRun(offer({ of: { path: ".github/workflows/check.yml@main" } }))).toBeUndefined();
  });
});

describe("the answers of a run are not taken", () => {
  it.each([
    ["from another workflow", { of: { path: ".github/workflows/evil.yml" } }, "is not of"],
    ["from a fork", { of: { headRepository: "mallory/prompts" } }, "another repository"],
    ["from a repository that is gone", { of: { headRepository: undefined } }, "another repository"],
    ["from a run by hand", { of: { event: "workflow_dispatch" } }, "started by workflow_dispatch"],
    ["from a run that did not succeed", { of: { isSuccess: false } }, "did not succeed"],
    ["where no pull request is known", { changed: undefined }, "no pull request"],
    [
      "where code changed too",
      { changed: ["prompts/01-examples/a/b.jsonl", "src/a.ts"] },
      "also changes src/a.ts",
    ],
    ["where the workflow changed too", { changed: [".github/workflows/check.yml"] }, "also changes .github"],
    ["where a scorer's script changed", { changed: ["prompts/03-metadata/a.js"] }, "also changes prompts/03"],
    [
      "where production's record changed",
      { changed: ["prompts/04-evals/a/run-1/results.jsonl"] },
      "also changes prompts/04-evals",
    ],
    ["where a page is a program", { changed: ["docs/a.md.js"] }, "also changes docs/a.md.js"],
    ["where a folder only begins alike", { changed: ["pipelines-old/a.yaml"] }, "also changes pipelines-old"],
    ["where the list of files may be cut off", { changed: Array(3000).fill("prompts/a") }, "3000 files"],
    [
      "from the merge queue's run of another commit with code in it",
      { of: { event: "merge_group" }, changed: ["src/a.ts"] },
      "also changes src/a.ts",
    ],
  ] as const)("%s", (_, parts, why) => {
    expect(doubtAboutRun(offer(parts))).toContain(why);
  });
});

describe("a result that another check may use", () => {
  it("is a red one too", () => {
    expect(doubtAboutResult(offer({ of: { isSuccess: false, isFailure: true } }))).toBeUndefined();
  });

  it.each([
    ["not of a run that was cancelled", { isSuccess: false }, "came to no result"],
    ["not of a fork, though its branch has the same name", { headRepository: "mallory/prompts" }, "another"],
    ["not of another workflow", { path: ".github/workflows/evil.yml" }, "is not of"],
  ] as const)("is %s", (_, of, why) => {
    expect(doubtAboutResult(offer({ of }))).toContain(why);
  });
});

describe("runs for pull requests from a branch", () => {
  it("ran the code of the base that all of them are offered to", () => {
    expect(doubtAboutBase("change", ["main", "main"], "main")).toBeUndefined();
  });

  it("may have run the code of another base that one of them was offered to", () => {
    expect(doubtAboutBase("change", ["main", "their-code"], "main")).toContain("offered to their-code too");
  });

  it("may have run the code of a base that one of them was turned away from", () => {
    expect(doubtAboutBase("change", undefined, "main")).toContain("had another base before");
  });
});
