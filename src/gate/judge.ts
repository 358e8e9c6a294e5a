import type { AnsweredAs } from "../evaluation/report.ts";
import type { Result } from "../evaluation/result.ts";
import type { Asker } from "../evaluation/running/asker.ts";
import type { Evaluated } from "../evaluation/running/evaluate.ts";
import type { RunEnd } from "../evaluation/running/run.ts";
import type { Counting } from "../evaluation/scoring/counted-results.ts";
import type { ScorerConfig } from "../prompts/metadata.ts";
import { answeredAs } from "./answered-as.ts";
import { needsConfirmation } from "./confirmation.ts";
import { decide } from "./decide.ts";
import type { Arm, Decision, GateInput, GatePolicy } from "./decision.ts";
import { errorSentences } from "./error-sentence.ts";
import { flipSentence } from "./flips.ts";
import { decideIncomplete } from "./incomplete-run.ts";
import { measuredArm } from "./measured-arm.ts";

/** What is measured together: `stored` answers are the baseline's of an earlier run, nobody is asked for them. */
export interface NamedArm {
  readonly name: "candidate" | "baseline";
  readonly asker: Asker;
  readonly stored?: true;
}

/** The first run, or the fresh one that confirms it and takes nothing from the cache. */
export type Round = "first" | "confirmation";

/** What the baseline answered in an earlier run, for when its model does not answer any more. */
export interface StoredBaseline {
  readonly runId: string;
  readonly asker: Asker;
}

export interface JudgedBaseline {
  readonly asker: Asker;
  readonly version: string;
  /** What it scored in the run that the registry cites. */
  readonly citedScore?: number;
  /** Why it is known without asking that its model is gone, in a person's words. */
  readonly gone?: string;
  /** The answers of its cited run, where they are on record. */
  stored?(): StoredBaseline | undefined;
}

export interface Question {
  readonly phase: GateInput["phase"];
  readonly policy: GatePolicy;
  readonly scorers: readonly ScorerConfig[];
  readonly metric: string;
  /** How many examples count. */
  readonly examples: number;
  readonly counting: Counting;
  readonly candidate: Asker;
  readonly baseline?: JudgedBaseline;
  readonly invalid: readonly string[];
  readonly live?: GateInput["live"];
  readonly accepted?: GateInput["accepted"];
  readonly seed: number;
  /** Whether no word of an answer or of a provider may reach the record. */
  readonly isPersonal: boolean;
  run(arms: readonly NamedArm[], round: Round): Promise<Evaluated>;
}

export interface Judgement {
  readonly decision: Decision;
  /** Of the first run, figures only. */
  readonly candidate: readonly Result[];
  readonly baseline?: readonly Result[];
  /** Whether the baseline's answers are those of an earlier run. */
  readonly isBaselineStored: boolean;
  /** Whether both arms were asked once more, fresh. */
  readonly isConfirmed: boolean;
  /** By arm, in all rounds: the names under which the models answered. */
  readonly answeredAs: Readonly<Record<NamedArm["name"], AnsweredAs>>;
  /** How the run ended that ended worst; anything but complete can be resumed. */
  readonly end: RunEnd;
  readonly wallMs: number;
}

/** One round of both arms, and what a reader must know of how it came about. */
interface Measured extends Evaluated {
  readonly arms: readonly NamedArm[];
  readonly notes: readonly string[];
}

/**
 * Evaluates and decides. A first run that passes decides alone; otherwise both arms are run once more, fresh, unless their
 * answers could only be the same again. A run that did not come to its end is inconclusive, whatever it saw.
 */
export async function judge(question: Question): Promise<Judgement> {
  const first = await measureFirst(question);
  const input = inputOf(question, first);
  const decision = decide(input);
  if (!mayConfirm(first) || !needsConfirmation(input, decision)) return conclude(question, decision, [first]);
  const second = await question.run(first.arms, "confirmation");
  const confirmed = decide(inputOf(question, first, second));
  const note =
    "the first run did not pass, so both arms were asked once more, fresh; the two runs are judged together";
  return conclude(question, confirmed, [{ ...first, notes: [note, ...first.notes] }, second]);
}

async function measureFirst(question: Question): Promise<Measured> {
  const { baseline } = question;
  const candidate: NamedArm = { name: "candidate", asker: question.candidate };
  if (baseline === undefined)
    return { ...(await question.run([candidate], "first")), arms: [candidate], notes: [] };
  const stored = baseline.gone === undefined ? undefined : baseline.stored?.();
  if (stored !== undefined) {
    const arms = [candidate, storedArm(stored)];
    return { ...(await question.run(arms, "first")), arms, notes: [storedNote(baseline, stored)] };
  }
  const arms: readonly NamedArm[] = [candidate, { name: "baseline", asker: baseline.asker }];
  const measured = { ...(await question.run(arms, "first")), arms, notes: [] };
  return isGone(measured) ? replaceBaseline(question, measured) : measured;
}

const storedArm = ({ asker }: StoredBaseline): NamedArm => ({ name: "baseline", asker, stored: true });

function storedNote({ version, gone }: JudgedBaseline, { runId }: StoredBaseline): string {
  const why = gone ?? "its model does not answer any more";
  return `version ${version} could not be asked: ${why}; its answers stored with ${runId} are the baseline`;
}

/** The model, or the address, of the baseline is not there any more: nothing of it was answered. */
function isGone({ end, results }: Evaluated): boolean {
  const rows = results.get("baseline") ?? [];
  if (end.kind !== "complete" || rows.length === 0) return false;
  const statuses = rows.map(({ error }) => error?.status);
  return (
    rows.every(({ error }) => error !== undefined) &&
    statuses.some((status) => status === 404 || status === 410)
  );
}

async function replaceBaseline(question: Question, measured: Measured): Promise<Measured> {
  const { baseline } = question;
  const stored = baseline?.stored?.();
  if (baseline === undefined || stored === undefined) return measured;
  const arm = storedArm(stored);
  const again = await question.run([arm], "first");
  return {
    end: again.end,
    results: new Map([...measured.results, ...again.results]),
    wallMs: measured.wallMs + again.wallMs,
    arms: [...measured.arms.filter(({ name }) => name === "candidate"), arm],
    notes: [storedNote(baseline, stored)],
  };
}

/** A fresh run of what always answers the same would say nothing new. */
const mayConfirm = ({ end, arms }: Measured): boolean =>
  end.kind === "complete" && !arms.every(({ asker }) => asker.deterministic);

function inputOf(question: Question, first: Evaluated, second?: Evaluated): GateInput {
  const { phase, policy, invalid, live, accepted, seed, baseline } = question;
  const lists = [first, second].flatMap((evaluated) => [...(evaluated?.results.values() ?? [])]);
  const [only = [], ...others] = lists;
  const all = others.length === 0 ? only : lists.flat();
  const arm = (evaluated: Evaluated, name: NamedArm["name"]): Arm =>
    measuredArm(question, evaluated.results.get(name) ?? [], all);
  const compared =
    baseline === undefined
      ? undefined
      : {
          arm: arm(first, "baseline"),
          version: baseline.version,
          ...(baseline.citedScore === undefined ? {} : { citedScore: baseline.citedScore }),
        };
  return {
    phase,
    policy,
    candidate: arm(first, "candidate"),
    ...(compared === undefined ? {} : { baseline: compared }),
    ...(second === undefined || compared === undefined
      ? {}
      : { confirmation: { candidate: arm(second, "candidate"), baseline: arm(second, "baseline") } }),
    invalid,
    ...(live === undefined ? {} : { live }),
    ...(accepted === undefined ? {} : { accepted }),
    seed,
  };
}

const candidateRounds = (rounds: readonly (Evaluated | undefined)[]): readonly (readonly Result[])[] =>
  rounds.map((round) => round?.results.get("candidate") ?? []);

/** One at a time: there may be many. */
function* rowsOf(
  rounds: readonly (Evaluated | undefined)[],
  arms: readonly NamedArm["name"][],
): Generator<Result> {
  for (const round of rounds) for (const arm of arms) yield* round?.results.get(arm) ?? [];
}

function conclude(
  question: Question,
  decision: Decision,
  [first, second]: readonly [Measured, Evaluated?],
): Judgement {
  const end = second?.end ?? first.end;
  const baseline = first.results.get("baseline");
  const namesOf = (arm: NamedArm["name"]): AnsweredAs => answeredAs(rowsOf([first, second], [arm]));
  const decided = end.kind === "complete" ? decision : decideIncomplete(question.phase, decision, end);
  return {
    decision: {
      ...decided,
      reasons: [
        ...decided.reasons,
        ...errorSentences(rowsOf([first, second], ["candidate", "baseline"]), question.isPersonal),
        ...first.notes,
        ...flipSentence(candidateRounds([first, second]), question.counting),
      ],
    },
    candidate: first.results.get("candidate") ?? [],
    ...(baseline === undefined ? {} : { baseline }),
    isBaselineStored: first.arms.some(({ stored }) => stored === true),
    isConfirmed: second !== undefined,
    answeredAs: { candidate: namesOf("candidate"), baseline: namesOf("baseline") },
    end,
    wallMs: first.wallMs + (second?.wallMs ?? 0),
  };
}
