import { parseJsonText } from "../../prompts/adapters/json-text.ts";
import { SCRATCH_FOLDER } from "../../prompts/layout.ts";
import type { Problem } from "../../prompts/problem.ts";
import { isJsonObject } from "../../prompts/reading/json.ts";
import type { Repository } from "../../prompts/repository.ts";
import type { RepositoryCheck } from "../check.ts";

/** Operations that are named otherwise than the command that does them. */
const COMMANDS: Readonly<Record<string, string>> = { downgrade: "promote" };

/** A command that was stopped while writing left its plan behind; the next run completes it. */
export const checkUnfinishedWrites: RepositoryCheck = ({ repository }) =>
  repository.files
    .list(`${SCRATCH_FOLDER}/journal`)
    .filter((path) => path.endsWith(".json"))
    .map((file): Problem => {
      const command = /^[a-z]+/.exec(file.slice(file.lastIndexOf("/") + 1))?.[0];
      return {
        file,
        line: 1,
        column: 1,
        code: "unfinished-write",
        severity: "warning",
        found: `a command was stopped while ${summaryOf(repository, file)}`,
        fix: `Run ${command === undefined ? "it" : `\`npm run ${COMMANDS[command] ?? command}\``} again: it completes what is written down.`,
      };
    });

function summaryOf({ files }: Repository, path: string): string {
  const bytes = files.read(path);
  const parsed = parseJsonText(new TextDecoder().decode(bytes ?? new Uint8Array()));
  const plan = "value" in parsed ? parsed.value : undefined;
  const summary = isJsonObject(plan) ? plan["summary"] : undefined;
  return typeof summary === "string" ? summary : "writing";
}
