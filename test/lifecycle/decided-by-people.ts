import fc from "fast-check";
import { expect } from "vitest";
import { promotionCandidate, readReadyTasks } from "../../src/cli/evaluation/ready-task.ts";
import type { PromotionCandidate } from "../../src/lifecycle/candidate.ts";
import { planTaskRetirement, planVersionRetirement } from "../../src/lifecycle/plans/plan-archive.ts";
import { planReturn } from "../../src/lifecycle/plans/plan-return.ts";
import { type PromotionPlan, planPromotions } from "../../src/lifecycle/promote.ts";
import { keptOutRule } from "../../src/lifecycle/records/kept-out.ts";
import { type AuditDraft, stateChanges } from "../../src/lifecycle/records/state-changes.ts";
import { treeText } from "../../src/lifecycle/tree-text.ts";
import type { FileChange } from "../../src/prompts/file-change.ts";
import { reportPath } from "../../src/prompts/layout.ts";
import type { RegistryTask } from "../../src/prompts/records/registry.ts";
import { type Repository, readRepository } from "../../src/prompts/repository.ts";
import { labelTemplate } from "../builders/label-task.ts";
import { aBaselineReport, aReport } from "../builders/report.ts";
import { memoryFiles } from "../fakes/memory-files.ts";

const TASK = "colour";
const ADDRESS = { id: TASK };
const ACTING = { at: "2026-01-31T12:00:00.000Z", actor: "ada" };
const PLACE = { service: "shop", environment: "local" };
const REASON = "a person decided";

/** What happens next. `which` chooses a wording, or among the versions that are known then. */
export interface Turn {
  readonly what:
    | "write"
    | "override"
    | "return"
    | "roll back"
    | "quarantine"
    | "retire"
    | "retire all"
    | "revive";
  readonly which: number;
}

const oftenAs = (weight: number, ...kinds: readonly Turn["what"][]) => ({
  weight,
  arbitrary: fc.constantFrom(...kinds),
});

export const turns: fc.Arbitrary<readonly Turn[]> = fc.array(
  fc.record<Turn>({
    what: fc.oneof(
      oftenAs(6, "write", "override"),
      oftenAs(6, "return", "roll back", "quarantine"),
      oftenAs(2, "retire", "retire all", "revive"),
    ),
    which: fc.nat({ max: 11 }),
  }),
  { minLength: 8, maxLength: 12 },
);

interface Wish {
  readonly override?: { readonly reason: string };
  readonly reason?: string;
}

/** A repository in memory whose every candidate passes, and what its people want of it. */
export class DecidedTask {
  readonly #tree: Map<string, string | Uint8Array>;
  /** Digests that a person took out of production, and set free no more. */
  readonly #out = new Set<string>();
  readonly #quarantined = new Set<string>();
  /** Versions, by their number: none of them is ever gone back to, whatever else is decided about it. */
  readonly #rolledBack = new Set<string>();
  #isRetired = false;

  constructor(files: Readonly<Record<string, string | Uint8Array | null>>) {
    this.#tree = new Map(
      Object.entries(files).flatMap(([path, text]) => (text === null ? [] : [[path, text]])),
    );
    this.#hourly();
  }

  /** One turn, then what runs every hour: it must undo nothing that was decided, and keep nothing else out. */
  play({ what, which }: Turn): void {
    switch (what) {
      case "write":
        this.#tree.set("prompts/00-templates/colour.yaml", labelTemplate(TASK, `Wording ${which % 4}.`));
        break;
      case "override":
        this.#promoteByName({ override: { reason: REASON } });
        break;
      case "revive":
        this.#promoteByName({ reason: REASON });
        break;
      case "return":
        this.#goBack(this.#versionAt(which), "downgrade");
        break;
      case "roll back":
        this.#goBack(this.#versionAt(which), "rolled_back");
        break;
      case "quarantine":
        this.#goBack(this.#versionAt(which), "quarantined");
        break;
      case "retire":
        this.#retireVersion(this.#versionAt(which));
        break;
      case "retire all":
        this.#retireTask();
        break;
    }
    this.#hourly();
  }

  #repository(): Repository {
    return readRepository(memoryFiles(this.#tree));
  }

  #registered(): RegistryTask {
    return this.#repository().registry.tasks[TASK] ?? { versions: [] };
  }

  #versionAt(which: number): string {
    const { versions } = this.#registered();
    return versions[which % Math.max(1, versions.length)]?.version ?? "1.0.0";
  }

  #digestOf(version: string | undefined): string {
    return this.#registered().versions.find((known) => known.version === version)?.prompt_digest ?? "";
  }

  /** With a recorded run that passes, so that nothing but decisions can keep it out. */
  #candidate(): PromotionCandidate {
    const found = this.#found();
    const { metadata, digests, registered } = found;
    const { metric, threshold } = metadata.evaluation;
    const live = registered?.production?.version;
    const baseline =
      live === undefined ? null : aBaselineReport({ version: live, score: 0.9, difference: 0 });
    const run_id = `run-${this.#tree.size}`;
    const report = aReport({ task: TASK, run_id, digests, metric, threshold, score: 0.9, baseline });
    this.#tree.set(reportPath(ADDRESS, run_id), JSON.stringify(report));
    return this.#found();
  }

  #found(): PromotionCandidate {
    const repository = this.#repository();
    const [ready] = readReadyTasks(repository, repository.index.tasks);
    if (ready === undefined) throw new Error("the task is not ready");
    return promotionCandidate(repository, ready);
  }

  #plan(wish: Wish & { readonly onlyReady: boolean }): PromotionPlan {
    const candidate = this.#candidate();
    const { files } = this.#repository();
    return planPromotions([candidate], treeText(files), {
      ...wish,
      ...{ acting: ACTING, date: "2026-01-31", commit: false },
      keptOut: keptOutRule(files),
    });
  }

  #apply(changes: readonly FileChange[]): void {
    for (const { path, after } of changes) {
      if (after === null) this.#tree.delete(path);
      else this.#tree.set(path, after);
    }
  }

  #record(registered: RegistryTask, changes: readonly FileChange[], audit: readonly AuditDraft[]): void {
    this.#apply(changes);
    const operation = `decision-${this.#tree.get("prompt_audit.jsonl")?.length ?? 0}`;
    const registry = { tasks: { [TASK]: registered } };
    this.#apply(
      stateChanges(treeText(memoryFiles(this.#tree)), operation, { acting: ACTING, registry, audit }),
    );
  }

  #hourly(): void {
    const before = this.#registered();
    const wanted = this.#found().digests.prompt;
    const { promotions, unchanged, refusals, write } = this.#plan({ onlyReady: true, reason: REASON });
    const isKept = this.#isRetired || this.#out.has(wanted) || this.#quarantined.has(wanted);
    if (before.production?.prompt_digest === wanted) expect(unchanged).toHaveLength(1);
    else if (isKept)
      expect({ promotions, exits: refusals.map(({ exit }) => exit) }).toEqual({ promotions: [], exits: [5] });
    else expect(promotions, JSON.stringify(refusals)).toHaveLength(1);
    this.#apply(write?.changes ?? []);
  }

  /** An override brings back all but what is in quarantine; a reason alone brings back a retired task. */
  #promoteByName(wish: Wish): void {
    const wanted = this.#found().digests.prompt;
    const { promotions, unchanged, write } = this.#plan({ ...wish, onlyReady: false });
    const isBarred = this.#quarantined.has(wanted) || (wish.override === undefined && this.#out.has(wanted));
    const isLive = unchanged.length === 1;
    expect(promotions).toHaveLength(isLive || isBarred ? 0 : 1);
    if (promotions.length === 0) return;
    this.#apply(write?.changes ?? []);
    this.#isRetired = false;
    this.#out.delete(wanted);
  }

  #goBack(version: string, how: "downgrade" | "rolled_back" | "quarantined"): void {
    const registered = this.#registered();
    const from = registered.production?.version;
    const mark = how === "downgrade" ? {} : { mark: how };
    const outcome = planReturn(
      { ...{ address: ADDRESS, registered, version, reason: REASON }, ...mark },
      treeText(memoryFiles(this.#tree)),
    );
    if (outcome.kind !== "return" || from === undefined) return;
    expect(this.#rolledBack).not.toContain(version);
    const [left, taken] = [this.#digestOf(from), this.#digestOf(version)];
    const back = { phase: "done", from, to: version, reason: REASON } as const;
    const lines: Readonly<Record<typeof how, readonly AuditDraft[]>> = {
      downgrade: [{ ...back, action: "downgrade", task: TASK }],
      rolled_back: [
        { ...back, action: "rollback", task: TASK },
        { phase: "done", action: "rollback", ...PLACE },
      ],
      quarantined: [
        { ...back, action: "rollback", task: TASK },
        { phase: "done", action: "deploy", ...PLACE },
      ],
    };
    this.#record(outcome.plan.registered, outcome.plan.changes, lines[how]);
    if (how !== "downgrade") this.#rolledBack.add(from);
    if (how === "quarantined") this.#quarantined.add(left);
    this.#out.add(left);
    this.#out.delete(taken);
  }

  #retireVersion(version: string): void {
    const { registry } = this.#repository();
    const outcome = planVersionRetirement({ task: TASK, version }, registry, []);
    if (outcome.kind !== "retirement") return;
    const digest = this.#digestOf(version);
    this.#record(outcome.plan.registered, outcome.plan.changes, [
      { phase: "done", action: "archive", task: TASK, from: version, reason: REASON },
    ]);
    this.#out.add(digest);
  }

  #retireTask(): void {
    const repository = this.#repository();
    const outcome = planTaskRetirement(ADDRESS, repository.registry, treeText(repository.files));
    if (outcome.kind !== "retirement") return;
    this.#record(outcome.plan.registered, outcome.plan.changes, [
      { phase: "done", action: "archive", task: TASK, reason: REASON },
    ]);
    this.#isRetired = true;
  }
}
