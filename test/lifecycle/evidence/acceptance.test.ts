import { describe, expect, it } from "vitest";
import type { HostReview } from "../../../src/lifecycle/code-host.ts";
import { type ReviewedPull, reviewedLines } from "../../../src/lifecycle/evidence/acceptance.ts";

const HEAD = "a".repeat(40);

const aReview = (changes: Partial<HostReview> = {}): HostReview => ({
  ...{ author: "grace", state: "approved", commit: HEAD, body: "accept colour: the new reds are rare" },
  ...changes,
});

const lines = (reviews: readonly HostReview[], changes: Partial<ReviewedPull> = {}) =>
  reviewedLines({ author: "ada", headCommit: HEAD, reviews, ...changes });

describe("a review accepts a drop", () => {
  it("with a line of its own that names task and reason", () => {
    const body = "Looked at all of them.\r\n\r\n  Accept colour:  the new reds are rare \nThanks!";
    expect(lines([aReview({ body })])).toEqual([
      { task: "colour", by: "grace", reason: "the new reds are rare" },
    ]);
  });

  it("for every task that it names", () => {
    expect(lines([aReview({ body: "accept colour: a\naccept tone: b" })]).map(({ task }) => task)).toEqual([
      "colour",
      "tone",
    ]);
  });

  it.each<readonly [string, Partial<HostReview>]>([
    ["the author's own", { author: "Ada" }],
    ["one of an older head", { commit: "b".repeat(40) }],
    ["a comment", { state: "commented" }],
    ["a dismissed one", { state: "dismissed" }],
    ["one without a reason", { body: "accept colour:" }],
    ["one that only quotes the line", { body: "> accept colour: because" }],
    ["one of an account that is gone", { author: "" }],
  ])("never by %s", (_, changes) => {
    expect(lines([aReview(changes)])).toEqual([]);
  });

  it("until the same person asks for changes", () => {
    expect(lines([aReview(), aReview({ state: "changes_requested", body: "" })])).toEqual([]);
    expect(lines([aReview(), aReview({ author: "tim", state: "changes_requested", body: "" })])).toHaveLength(
      1,
    );
  });
});
