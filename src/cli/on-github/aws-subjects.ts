import type { HostSettings } from "../../adoption/github/host-settings.ts";
import {
  awsSubjects,
  type EnvironmentSubjects,
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
  const roles = subjects.flatMap((one) => {
    const subject = form === "old" ? one.old : one.new;
    return accountsOf(config, one).map((account) => ({
      ...one,
      account,
      trust: trustPolicy(account, subject),
    }));
  });
  const heads = [
    "",
    "Every subject begins with",
    ...formLines(form, prefixes),
    ...stackLines(form, prefixes),
  ];
  const none = ["", "No environment of pipeline.config.yaml has the target ecs yet: no role is needed."];
  const lines = roles.flatMap(({ environment, roleVariable, account, old, new: fresh, trust }) => [
    "",
    `${roleVariable} of environment ${environment}, in account ${account}`,
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

/** The environment's own; all of them where one serves all environments; else the first, where images are pushed to. */
function accountsOf(
  { services }: PipelineConfig,
  { environment, servesAll }: EnvironmentSubjects,
): readonly string[] {
  const all = services.flatMap(({ name, environments }) =>
    environments.flatMap(({ name: place, ecs }) =>
      ecs === undefined ? [] : [{ name: `${name}-${place}`, account: ecs.account }],
    ),
  );
  const own = all.filter(({ name }) => name === environment);
  const accounts = [...new Set((own.length === 0 ? all : own).map(({ account }) => account))];
  if (accounts.length === 0) return ["ACCOUNT"];
  return servesAll ? accounts : accounts.slice(0, 1);
}
