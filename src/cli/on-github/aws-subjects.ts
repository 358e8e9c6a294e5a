import type { HostSettings } from "../../adoption/github/host-settings.ts";
import {
  awsSubjects,
  NEW_SUBJECTS_SINCE,
  subjectForm,
  subjectPrefixes,
  trustPolicy,
} from "../../adoption/github/oidc-subject.ts";
import type { WantedSettings } from "../../adoption/github/wanted-settings.ts";
import type { PipelineConfig } from "../../prompts/config.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import type { Json } from "../../prompts/reading/json.ts";
import type { CommandResult } from "../frame/command.ts";

/** Who each environment's jobs say that they are to AWS, in both forms, and the trust policy for the one that holds. */
export function awsAnswer(config: PipelineConfig, host: HostSettings, wanted: WantedSettings): CommandResult {
  const form = subjectForm(host);
  const subjects = awsSubjects(host, wanted);
  const prefixes = subjectPrefixes(host);
  const roles = subjects.map((one) => {
    const subject = form === "old" ? one.old : one.new;
    return { ...one, trust: trustPolicy(accountOf(config, one.environment), subject) };
  });
  const heads = [
    "",
    "Every subject begins with",
    ...formLines(form, prefixes),
    ...stackLines(form, prefixes),
  ];
  const none = ["", "No environment of pipeline.config.yaml has the target ecs yet: no role is needed."];
  const lines = roles.flatMap(({ environment, roleVariable, old, new: fresh, trust }) => [
    "",
    `${roleVariable} of environment ${environment}`,
    ...formLines(form, { old, new: fresh }),
    `  ${JSON.stringify(trust)}`,
  ]);
  return {
    exit: EXIT.done,
    json: { repository: host.repository, form, prefixes, roles } as unknown as Json,
    text: [formLine(form, host), ...heads, ...(roles.length === 0 ? none : lines)].join("\n"),
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

/** The one that holds is called `sub`. */
const formLines = (
  form: ReturnType<typeof subjectForm>,
  { old, new: fresh }: { readonly old: string; readonly new: string },
): readonly string[] => [
  `  ${form === "old" ? "sub" : "old"}  ${old}`,
  `  ${form === "new" ? "sub" : "new"}  ${fresh}`,
];

/** The parameter of infra/prompt-service.yaml, as it is pasted; none where neither form holds. */
const stackLines = (
  form: ReturnType<typeof subjectForm>,
  prefixes: { readonly old: string; readonly new: string },
): readonly string[] =>
  form === "own"
    ? []
    : ["", "For the stack of infra/prompt-service.yaml", `  SubjectPrefix=${prefixes[form]}`];

/** Of the environment itself, else of the first one that has an account. */
function accountOf({ services }: PipelineConfig, environment: string): string {
  const all = services.flatMap(({ name, environments }) =>
    environments.map((one) => ({ name: `${name}-${one.name}`, account: one.ecs?.account })),
  );
  const own = all.find(({ name }) => name === environment)?.account;
  return own ?? all.find(({ account }) => account !== undefined)?.account ?? "ACCOUNT";
}
