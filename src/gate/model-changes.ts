import type { AnsweredAs, ModelChange } from "../evaluation/report.ts";

/** An earlier run in which the same model was asked for, and what it answered as. */
export interface EarlierNames {
  readonly run_id: string;
  readonly answered_as: AnsweredAs;
}

export interface NamesSeen {
  readonly candidate: AnsweredAs;
  /** Empty unless the baseline asked for the same model. */
  readonly baseline: AnsweredAs;
  /** The runs to compare with, the one that counts most first. */
  readonly earlier: readonly EarlierNames[];
}

/**
 * Where the provider answered under another name than before: within this run, in one arm and not in the other, or since
 * an earlier run. A name that an earlier run knew too is no change; of two earlier runs with the same names the first is told.
 */
export function modelChanges({ candidate, baseline, earlier }: NamesSeen): readonly ModelChange[] {
  const now = Object.keys(candidate);
  if (now.length === 0) return [];
  return [...withinRun(now, Object.keys(baseline)), ...sinceEarlier(now, earlier)];
}

function withinRun(now: readonly string[], other: readonly string[]): readonly ModelChange[] {
  const isMixed = now.length > 1 || other.length > 1;
  if (isMixed) return [{ kind: "within_run", now: [...new Set([...now, ...other])] }];
  const isSame = other.length === 0 || other[0] === now[0];
  return isSame ? [] : [{ kind: "between_arms", before: other, now }];
}

function sinceEarlier(now: readonly string[], earlier: readonly EarlierNames[]): readonly ModelChange[] {
  const told = new Set<string>();
  return earlier.flatMap(({ run_id, answered_as }): readonly ModelChange[] => {
    const before = Object.keys(answered_as);
    const isKnown = before.length === 0 || now.every((name) => before.includes(name));
    const key = JSON.stringify(before);
    if (isKnown || told.has(key)) return [];
    told.add(key);
    return [{ kind: "between_runs", run_id, before, now }];
  });
}

/** The change in words that an author understands. `asked`: the model's name in the task. */
export function modelChangeSentence(asked: string, change: ModelChange): string {
  const now = change.now.join(" and as ");
  switch (change.kind) {
    case "within_run":
      return `${asked} changed during this run: it answered as ${now}; ${BLAME}`;
    case "between_arms":
      return `${asked} answered the candidate as ${now}, but the version that it is compared with as ${change.before.join(" and as ")}; ${BLAME}`;
    case "between_runs":
      return `${asked} now answers as ${now} instead of ${change.before.join(" and as ")} (in ${change.run_id}); ${BLAME}`;
  }
}

const BLAME = "a different score may be the model's doing, not the prompt's";
