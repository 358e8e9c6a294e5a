import { keptOutRefusal } from "../../lifecycle/plans/kept-out-refusal.ts";
import { type KeptOutRule, keptOutRule } from "../../lifecycle/records/kept-out.ts";
import type { Refusal } from "../../lifecycle/refusal.ts";
import { promptDigest } from "../../prompts/digests.ts";
import type { Repository } from "../../prompts/repository.ts";
import type { ReadyTask } from "../evaluation/ready-task.ts";

/** Reports of one repository ask for many tasks; its record is read for the first. */
const rules = new WeakMap<Repository, KeptOutRule>();

/** Why promotion leaves a task's candidate out although it passes; undefined where no decision speaks against it. */
export function keptOutHere(repository: Repository, { metadata, candidate }: ReadyTask): Refusal | undefined {
  const { task } = metadata;
  const rule = rules.get(repository) ?? keptOutRule(repository.files);
  rules.set(repository, rule);
  const asked = { task, registered: repository.registry.tasks[task], promptDigest: promptDigest(candidate) };
  const kept = rule(asked);
  return kept === undefined ? undefined : keptOutRefusal(task, kept);
}
