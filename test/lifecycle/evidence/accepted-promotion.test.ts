import { describe, expect, it } from "vitest";
import { acceptedPromotion } from "../../../src/lifecycle/evidence/accepted-promotion.ts";
import type { AuditEntry } from "../../../src/prompts/records/audit.ts";

const DIGEST = "d".repeat(64);
const WORD = { task: "colour", by: "grace", reason: "teal is sold out", pull: 7, commit: "a".repeat(40) };

const aPromotion = (changes: Partial<AuditEntry> = {}): AuditEntry => ({
  ...{ schema_version: 1, at: "2026-11-20T10:00:00Z", operation: "1".repeat(64), phase: "done" },
  ...{ action: "promote", actor: "bot", task: "colour", from: "1.0.0", to: "1.0.1" },
  details: { accepted: { ...WORD, evaluation_digest: DIGEST } },
  ...changes,
});

const word = (audit: readonly AuditEntry[], evaluationDigest = DIGEST) =>
  acceptedPromotion(audit, { task: "colour", version: "1.0.1", evaluationDigest });

describe("an owner's word for a drop counts after the deployment too", () => {
  it("for the version that it brought into production", () => {
    expect(word([aPromotion()])).toEqual({ by: "grace", reason: "teal is sold out" });
  });

  it("not for another evaluation: other examples or scorers need another word", () => {
    expect(word([aPromotion()], "e".repeat(64))).toBeUndefined();
  });

  it.each<readonly [string, Partial<AuditEntry>]>([
    ["another version", { to: "1.0.2" }],
    ["another task", { task: "tone" }],
    ["a promotion that nobody had to accept", { details: {} }],
    ["a record that is no acceptance", { details: { accepted: "grace" } }],
    ["an override", { action: "override" }],
    ["an intention", { phase: "intent" }],
  ])("not for %s", (_, changes) => {
    expect(word([aPromotion(changes)])).toBeUndefined();
  });

  it("where the same version was promoted again on a pass, no longer", () => {
    expect(word([aPromotion(), aPromotion({ details: {} })])).toBeUndefined();
  });
});
