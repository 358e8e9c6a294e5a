import type { HostSettings } from "../adoption/github/host-settings.ts";
import {
  awsSubjects,
  NEW_SUBJECTS_SINCE,
  subjectForm,
  trustPolicy,
} from "../adoption/github/oidc-subject.ts";
import type { WantedSettings } from "../adoption/github/wanted-settings.ts";
import type { PipelineConfig } from "../prompts/config.ts";
import { EXIT } from "../prompts/exit-code.ts";
import type { Json } from "../prompts/json.ts";
import type { CommandResult } from "./command.ts";

/** Who each environment's jobs say that they are to AWS, in both forms, and the trust policy for the one that holds. */
export function awsAnswer(config: PipelineConfig, host: HostSettings, wanted: WantedSettings): CommandResult {
  const form = subjectForm(host);
  const subjects = awsSubjects(host, wanted);
  if (subjects.length === 0) return nothing(host);
  const roles = subjects.map((one) => {
    const subject = form === "old" ? one.old : one.new;
    return { ...one, trust: trustPolicy(accountOf(config, one.environment), subject) };
  });
  const lines = roles.flatMap(({ environment, roleVariable, old, new: fresh, trust }) => [
    "",
    `${roleVariable} of environment ${environment}`,
    `  ${form === "old" ? "sub" : "old"}  ${old}`,
    `  ${form === "old" ? "new" : "sub"}  ${fresh}`,
    `  ${JSON.stringify(trust)}`,
  ]);
  return {
    exit: EXIT.done,
    json: { repository: host.repository, form, roles } as unknown as Json,
    text: [formLine(form, host), ...lines].join("\n"),
  };
}

function formLine(form: ReturnType<typeof subjectForm>, { repository, createdAt }: HostSettings): string {
  const day = createdAt.slice(0, 10);
  switch (form) {
    case "own":
      return `${repository} has its own template of subjects: gh api repos/${repository}/actions/oidc/customization/sub shows it; neither form below holds.`;
    case "new":
      return `${repository} is from ${day}, so its subjects hold the ids of owner and repository.`;
    case "old":
      return `${repository} is from ${day}; its subjects hold names alone, unless it was renamed or moved since ${NEW_SUBJECTS_SINCE}: then take the new form.`;
  }
}

const nothing = ({ repository }: HostSettings): CommandResult => ({
  exit: EXIT.done,
  json: { repository, roles: [] },
  text: "No environment of pipeline.config.yaml has the target ecs, so that nothing here needs AWS.",
});

/** Of the environment itself, else of the first one that has an account. */
function accountOf({ services }: PipelineConfig, environment: string): string {
  const all = services.flatMap(({ name, environments }) =>
    environments.map((one) => ({ name: `${name}-${one.name}`, account: one.ecs?.account })),
  );
  const own = all.find(({ name }) => name === environment)?.account;
  return own ?? all.find(({ account }) => account !== undefined)?.account ?? "ACCOUNT";
}
