import { describe, expect, it } from "vitest";
import type { FinishedRelease } from "../../../src/deployment/releases/finished-release.ts";
import { type ReleasedChange, renderReleaseNotes } from "../../../src/reporting/on-github/release-notes.ts";

const RELEASE: FinishedRelease = {
  ...{ service: "shop", number: 2, environments: ["production"], image: "sha256:0" },
  versions: {},
  before: { number: 1, versions: {} },
};
const ROLLBACK = "npm run rollback -- --service shop --environment production";
const evidence = { kind: "run", run_id: "run-7", report_sha256: "a", evaluation_digest: "b" } as const;

const bodyOf = (changes: readonly ReleasedChange[], release: FinishedRelease = RELEASE): string =>
  renderReleaseNotes(release, changes, ROLLBACK).body;

describe("the page of a release", () => {
  it("says of each task which version answers, which did, on which evidence and what changed", () => {
    const body = bodyOf([
      { task: "colour", from: "1.0.0", to: "1.0.1", evidence, change: "One glossary more" },
      { task: "shape", to: "1.0.0", evidence: { kind: "override", reason: "the fair opens" } },
      { task: "tone", from: "1.0.0" },
    ]);
    expect(body).toMatch(/colour.*1\.0\.1.*1\.0\.0.*run-7.*One glossary more/);
    expect(body).toMatch(/shape.*1\.0\.0.*new.*a person's decision: the fair opens/);
    expect(body).toMatch(/tone.*answers no more.*1\.0\.0/);
  });

  it("says the way back", () => {
    expect(bodyOf([])).toContain(`\n${ROLLBACK}\n`);
  });

  it("calls the first release so, and promises no way back from it", () => {
    const { before: _, ...first } = RELEASE;
    const body = bodyOf([{ task: "colour", to: "1.0.0" }], first);
    expect(body).toContain("The first release.");
    expect(body).not.toContain(ROLLBACK);
  });

  it("stays within what GitHub takes, for 500 tasks with the longest texts", () => {
    const changes = Array.from({ length: 500 }, (_, at) => ({
      ...{ task: `t${at}${"x".repeat(57)}`, from: "1.0.0", to: "1.0.1", evidence },
      change: "w|`".repeat(200),
    }));
    const body = bodyOf(changes);
    expect(body.length).toBeLessThan(125_000);
    expect(body).toContain(ROLLBACK);
    expect(body).toMatch(/and \d+ tasks more/);
  });

  it("lets nothing of a reason work as markup", () => {
    const reason = "</sub> @everyone | ![x](https://evil.example)";
    const body = bodyOf([{ task: "colour", to: "1.0.0", evidence: { kind: "downgrade", reason } }]);
    for (const piece of ["</sub> @", "@everyone", "![x]"]) expect(body).not.toContain(piece);
  });
});
