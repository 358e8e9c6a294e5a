import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DeploymentOutcome } from "../../../src/deployment/records/deployment-record.ts";
import { closingAudit } from "../../../src/deployment/records/plan-closing.ts";
import {
  automaticRollbacks,
  mayRollBackAutomatically,
} from "../../../src/deployment/rolling-back/automatic-rollback.ts";
import { planRollback } from "../../../src/deployment/rolling-back/plan-rollback.ts";
import { rollBack } from "../../../src/deployment/rolling-back/rollback.ts";
import type { AuditEntry } from "../../../src/prompts/records/audit.ts";
import type { VersionStatus } from "../../../src/prompts/records/registry.ts";
import type { Release } from "../../../src/prompts/records/release.ts";
import { anAssembledRelease } from "../../builders/release.ts";
import { aWorld, KEY, liveVersions, PASS, REGRESSION, runDeploy, UNCLEAR, type World } from "../world.ts";

const PLACE = { service: "prompt-service", environment: "local" } as const;
const VERSIONS = ["1.0.0", "1.0.1", "1.0.2", "1.0.3", "1.0.4", "1.0.5"];
const MINUTE_MS = 60_000;

type Event = { readonly minutes: number; readonly what: "pass" | "regression" | "unclear" | "by hand" };

const histories = fc.array(
  fc.record<Event>({
    minutes: fc.integer({ min: 1, max: 100 }),
    what: fc.constantFrom("pass", "regression", "regression", "unclear", "by hand"),
  }),
  { minLength: 3, maxLength: VERSIONS.length - 1 },
);

const statusesOf = (world: World): Map<string, VersionStatus> =>
  new Map(
    world.record.registry().tasks["alpha"]?.versions.map(({ version, status }) => [version, status]) ?? [],
  );

const known = new Map<string, Release>();

/** The release that the nth version gives, with the statuses that the record has come to. */
function releaseAt(world: World, number: number): Release {
  const statuses = statusesOf(world);
  const versions = VERSIONS.slice(0, number).map((name) => [name, statuses.get(name) ?? "promoted"] as const);
  const key = JSON.stringify(versions);
  const release =
    known.get(key) ?? anAssembledRelease({ alpha: Object.fromEntries(versions) }, { number }).release;
  known.set(key, release);
  return release;
}

interface Step {
  readonly at: number;
  readonly event: Event;
  readonly mayRollBack: boolean;
  readonly outcome: DeploymentOutcome | undefined;
  /** Statuses before and versions that answer after it. */
  readonly before: ReadonlyMap<string, VersionStatus>;
  readonly live: string | undefined;
}

/** Plays a history on a target where users meet what is started; every decision is read from the audit alone. */
async function play(events: readonly Event[]): Promise<{ steps: readonly Step[]; audit: AuditEntry[] }> {
  const world = aWorld({ alpha: Object.fromEntries(VERSIONS.map((name) => [name, "promoted"])) }, "on_start");
  const audit: AuditEntry[] = [];
  const steps: Step[] = [];
  let now = Date.parse("2026-11-21T00:00:00Z");
  let number = 1;
  await runDeploy(world, {}, { release: releaseAt(world, number) });
  let release = releaseAt(world, number);
  for (const event of events) {
    now += event.minutes * MINUTE_MS;
    const at = new Date(now).toISOString();
    const before = statusesOf(world);
    world.mayRollBack = mayRollBackAutomatically(automaticRollbacks(audit, PLACE), at);
    if (event.what !== "by hand") {
      number += 1;
      release = releaseAt(world, number);
    }
    const outcome =
      event.what === "by hand" ? await byHand(world, release) : await ship(world, release, event.what);
    audit.push(...(outcome === undefined ? [] : entriesOf(outcome, at)));
    const live = (await liveVersions(world))["alpha"];
    steps.push({ at: now, event, mayRollBack: world.mayRollBack, outcome, before, live });
  }
  return { steps, audit };
}

async function ship(world: World, release: Release, what: "pass" | "regression" | "unclear") {
  world.verdicts["alpha"] = { pass: PASS, regression: REGRESSION, unclear: UNCLEAR }[what];
  return runDeploy(world, {}, { release });
}

async function byHand(world: World, release: Release): Promise<DeploymentOutcome | undefined> {
  const registry = world.record.registry();
  const { pins = {}, generation = 0 } = registry.environments[KEY] ?? {};
  const live = { release, pins };
  const situation = { ...PLACE, registry, live, liveGeneration: generation, earlier: [], task: "alpha" };
  const planning = planRollback({ ...situation, reason: "a customer called" });
  if (planning.kind !== "rollback") return undefined;
  const { target, record } = world;
  return rollBack(planning.plan, { target, record, wait: async (attempt) => attempt < 3 });
}

const entriesOf = (outcome: DeploymentOutcome, at: string): readonly AuditEntry[] =>
  closingAudit(outcome, {}).map((draft) => ({
    schema_version: 1,
    at,
    actor: "ada",
    operation: `${outcome.operation}-close`,
    ...draft,
  }));

const isAutomatic = ({ event, outcome }: Step): boolean =>
  event.what !== "by hand" && outcome?.tasks.some(({ instead }) => instead !== undefined) === true;

describe("a thousand random histories of deployments, verdicts and rollbacks by hand [D4, D5]", () => {
  it("have no two automatic rollbacks within an hour, and none to a version that is not verified", async () => {
    const seen = { automatic: 0, held: 0, byHand: 0 };
    await fc.assert(
      fc.asyncProperty(histories, async (events) => {
        const { steps, audit } = await play(events);
        const automatic = steps.filter(isAutomatic);
        for (const [index, step] of automatic.entries()) {
          const earlier = automatic[index - 1];
          if (earlier !== undefined) expect(step.at - earlier.at).toBeGreaterThanOrEqual(60 * MINUTE_MS);
        }
        expect(automaticRollbacks(audit, PLACE)).toHaveLength(automatic.length);
        for (const { outcome, before, live } of steps) {
          for (const { instead } of outcome?.tasks ?? []) {
            if (instead === undefined) continue;
            expect([before.get(instead), live]).toEqual(["verified", instead]);
          }
        }
        const refused = steps.filter(({ event, mayRollBack }) => event.what === "regression" && !mayRollBack);
        for (const { outcome } of refused) expect(outcome?.state.status).toBe("held");
        seen.automatic += automatic.length;
        seen.held += refused.length;
        seen.byHand += steps.filter(
          ({ event, outcome }) => event.what === "by hand" && outcome !== undefined,
        ).length;
      }),
      { numRuns: 1000, seed: 20_261_121 },
    );
    expect(Math.min(seen.automatic, seen.held, seen.byHand)).toBeGreaterThan(200);
  });

  it("a rollback by hand does not use up the automatic one", async () => {
    const { steps } = await play([
      { minutes: 90, what: "pass" },
      { minutes: 5, what: "by hand" },
      { minutes: 5, what: "regression" },
    ]);
    expect(steps.map(({ outcome }) => outcome?.state.status)).toEqual([
      "verified",
      "rolled_back",
      "rolled_back",
    ]);
  });
});
