import { describe, expect, it } from "vitest";
import { outcomeNotices } from "../../../src/deployment/notices/outcome-notices.ts";
import type { DeploymentOutcome, TaskOutcome } from "../../../src/deployment/records/deployment-record.ts";
import { closingAudit } from "../../../src/deployment/records/plan-closing.ts";
import type { AuditEntry } from "../../../src/prompts/records/audit.ts";
import { anAuditEntry } from "../../builders/audit-entry.ts";

const AT = "2026-11-20T02:23:00.000Z";
const colour: TaskOutcome = {
  ...{ task: "colour", version: "1.1.0", verdict: "regression", action: "roll_back", reasons: ["worse"] },
  ...{ status: "quarantined", instead: "1.0.0" },
};
const tone: TaskOutcome = {
  ...{ task: "tone", version: "2.0.0", verdict: "inconclusive", action: "hold", reasons: ["noise"] },
};

function outcome(
  status: DeploymentOutcome["state"]["status"],
  more: Partial<DeploymentOutcome> = {},
): DeploymentOutcome {
  return {
    operation: `op-${status}`,
    ...{ kind: "deploy", service: "shop", environment: "production", verdict: "pass", tasks: [], release: 7 },
    state: { release: 7, image: "sha256:7", pins: {}, status, generation: 7 },
    reasons: [`it is ${status}`],
    mustNotify: status !== "verified",
    ...more,
  };
}

const eventsOf = (one: DeploymentOutcome, audit: readonly AuditEntry[] = []) =>
  outcomeNotices(one, audit, AT).map(({ state, event }) => `${state} ${event}`);

const recordOf = (...outcomes: readonly DeploymentOutcome[]): readonly AuditEntry[] =>
  outcomes.flatMap((one) => closingAudit(one, {}).map((draft) => ({ ...anAuditEntry(), ...draft })));

const returned = outcome("rolled_back", { tasks: [colour], verdict: "regression" });
const held = outcome("held", { tasks: [tone], verdict: "inconclusive" });
const failed = outcome("failed", { verdict: "unhealthy" });
const well = outcome("verified");

describe("what has to be told of a deployment", () => {
  it.each<readonly [string, DeploymentOutcome, readonly string[]]>([
    ["nothing, when it is verified", well, []],
    ["that a task went back", returned, ["alarm rollback"]],
    ["that nobody knows, when it is held", held, ["alarm held"]],
    ["that it failed", failed, ["alarm failed"]],
    [
      "both, where one task went back and another is held",
      outcome("rolled_back", { tasks: [colour, tone] }),
      ["alarm rollback", "alarm held"],
    ],
    ["a rollback by hand", outcome("rolled_back", { kind: "rollback" }), ["alarm rollback"]],
    ["a rollback that did not come up", outcome("held", { kind: "rollback" }), ["alarm held"]],
  ])("%s", (_, ended, events) => {
    expect(eventsOf(ended)).toEqual(events);
  });

  it("names the release, what went back and what to do", () => {
    const [notice] = outcomeNotices(returned, [], AT);
    expect(notice).toMatchObject({
      title: "shop/production: rolled back",
      facts: { release: "7", went_back: "colour 1.1.0 -> 1.0.0" },
      fix: expect.stringContaining("npm run status"),
    });
  });

  it("ends what was open since the environment was last verified, once", () => {
    expect(eventsOf(well, recordOf(returned, held, failed))).toEqual([
      "ended rollback",
      "ended held",
      "ended failed",
    ]);
    expect(eventsOf(well, recordOf(returned, well))).toEqual([]);
    expect(eventsOf(well, recordOf(outcome("held", { environment: "staging" })))).toEqual([]);
  });

  it("has the same id for the same event of the same operation, and for nothing else", () => {
    const ids = [returned, { ...returned, reasons: [] }, held].map(
      (one) => outcomeNotices(one, [], AT)[0]?.id,
    );
    expect(ids[0]).toBe(ids[1]);
    expect(new Set(ids).size).toBe(2);
  });
});
