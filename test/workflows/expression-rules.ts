import { type Leaf, leavesOf, type WorkflowRule } from "./workflow-file.ts";

/** What comes from an event is data: it reaches a script as a variable, never as part of its text. */
export const scriptsHoldNoExpression: WorkflowRule = ({ path, jobs }) =>
  jobs.flatMap(({ id, steps }) =>
    steps
      .filter(({ run, with: given, raw }) =>
        [run, given["script"], raw["shell"]].some((text) => String(text ?? "").includes("${{")),
      )
      .map(() => `${path}: job ${id} has an expression inside a script. Pass it by env.`),
  );

/** What a stranger can word: all of an event but its name and the main branch, names of branches and people. */
const WORDED_BY_STRANGERS =
  /\bgithub\.(head_ref|base_ref|ref|ref_name|actor|triggering_actor)\b|\bgithub\.event(?!_name\b|\.repository\.default_branch\b)|\bgithub\s*\[|\btoJSON\(\s*github\b/i;

/** A variable is data, a condition is evaluated and not run, a group's name is compared. */
const DATA = ["env", "if", "concurrency"];

/** A stranger's words name no folder, no artifact, no commit to check out and no input of an action. */
export const strangersWordsStayData: WorkflowRule = ({ path, raw }) =>
  leavesOf({ ...raw, on: null })
    .filter((leaf) => isExpression(leaf) && WORDED_BY_STRANGERS.test(leaf.text))
    .filter(({ keys }) => !keys.some((key) => DATA.includes(key)))
    .map(({ keys, text }) => `${path}: ${keys.join(".")} takes a stranger's words: ${text}`);

const isExpression = ({ keys, text }: Leaf): boolean => text.includes("${{") || keys.at(-1) === "if";
