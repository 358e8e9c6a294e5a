import { isJsonObject, type Json } from "../../src/prompts/reading/json.ts";
import { type DecidedJob, JOB_TABLE } from "./job-table.ts";
import { type Job, textAt, type WorkflowRule } from "./workflow-file.ts";

const OWN = ".github/workflows/";

/** Each job has exactly the rights, the environment, the group and the tree that the table says, and the table knows each job. */
export const jobsAreAsDecided: WorkflowRule = ({ path, jobs }) => {
  const decided = JOB_TABLE[path.replace(OWN, "")];
  if (decided === undefined) return [];
  const found = Object.fromEntries(jobs.map((job) => [job.id, decidedIn(job)]));
  return [...new Set([...Object.keys(decided), ...Object.keys(found)])].flatMap((id) => {
    const [is, wanted] = [found[id], decided[id]].map((job) => JSON.stringify(job ?? "no such job"));
    return is === wanted ? [] : [`${path}: job ${id} is ${is}, decided was ${wanted}.`];
  });
};

function decidedIn(job: Job): DecidedJob {
  const environment = nameIn(job.raw["environment"] ?? null, "name");
  const group = nameIn(job.raw["concurrency"] ?? null, "group");
  const tree = treeOf(job);
  return {
    rights: Object.entries(job.permissions ?? { none: "said" })
      .map(([scope, access]) => `${scope}: ${access}`)
      .sort()
      .join(", "),
    ...(environment === "" ? {} : { environment }),
    ...(group === "" ? {} : { group }),
    ...(tree === undefined ? {} : { tree }),
  };
}

const nameIn = (value: Json, key: string): string =>
  isJsonObject(value) ? textAt(value, key) : typeof value === "string" ? value : "";

const MAIN = `\${{ github.event.repository.default_branch || 'main' }}`;

/** The hub's own checkout names a repository, and is not meant. Any other commit is said as it stands. */
function treeOf({ steps }: Job): string | undefined {
  const refs = steps
    .filter(
      ({ uses, with: given }) => uses.startsWith("actions/checkout@") && given["repository"] === undefined,
    )
    .map(({ with: given }) => textAt(given, "ref"));
  if (refs.length === 0) return undefined;
  return [...new Set(refs.map((ref) => (ref === MAIN ? "main" : ref || "event")))].join(" and ");
}
