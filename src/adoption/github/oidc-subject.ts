import type { JsonObject } from "../../prompts/reading/json.ts";
import type { HostSettings } from "./host-settings.ts";
import type { WantedSettings } from "./wanted-settings.ts";

/** Repositories created, renamed or moved from this day on have ids in their subject. */
export const NEW_SUBJECTS_SINCE = "2026-07-15";

/** Which form of subject GitHub signs for a repository. */
export type SubjectForm = "old" | "new" | "own";

export interface EnvironmentSubjects {
  readonly environment: string;
  /** The repository variable that names its role. */
  readonly roleVariable: string;
  /** Whether jobs for every environment that is deployed to run in it, each with a role of its own. */
  readonly servesAll: boolean;
  readonly old: string;
  readonly new: string;
}

type Identity = Pick<HostSettings, "repository" | "ownerId" | "repositoryId">;

interface BothForms {
  readonly old: string;
  readonly new: string;
}

/** How the subjects of all of a repository's jobs begin, in both forms. */
export function subjectPrefixes({ repository, ownerId, repositoryId }: Identity): BothForms {
  const [owner = "", name = ""] = repository.split("/");
  return { old: `repo:${owner}/${name}`, new: `repo:${owner}@${ownerId}/${name}@${repositoryId}` };
}

/** The two forms of the subject that a job of an environment shows to AWS; the branch is in neither. */
export function subjectsOf(host: Identity, environment: string): BothForms {
  const { old, new: fresh } = subjectPrefixes(host);
  const rest = `:environment:${environment}`;
  return { old: `${old}${rest}`, new: `${fresh}${rest}` };
}

/** The subjects of every environment that assumes a role. */
export const awsSubjects = (
  host: HostSettings,
  { environments }: WantedSettings,
): readonly EnvironmentSubjects[] =>
  environments.flatMap(({ name, roleVariable, rolePattern }) =>
    roleVariable === undefined
      ? []
      : [
          {
            ...{ environment: name, roleVariable, servesAll: rolePattern !== undefined },
            ...subjectsOf(host, name),
          },
        ],
  );

/**
 * The form by the day of creation. A repository that is older but was renamed or moved since has the new form too, which
 * its settings do not tell.
 */
export function subjectForm({ createdAt, subjectClaims }: HostSettings): SubjectForm {
  if (subjectClaims.kind === "seen" && subjectClaims.value !== undefined) return "own";
  return createdAt.slice(0, NEW_SUBJECTS_SINCE.length) >= NEW_SUBJECTS_SINCE ? "new" : "old";
}

/** One role's trust in one environment of one repository: exact strings, nothing with a star. */
export const trustPolicy = (account: string, subject: string): JsonObject => ({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com` },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: {
          "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
          "token.actions.githubusercontent.com:sub": subject,
        },
      },
    },
  ],
});
