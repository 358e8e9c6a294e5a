import type { RepositoryCheck, TaskCheck } from "./check.ts";
import { checkArchive } from "./checks/archive.ts";
import { checkAsserts } from "./checks/asserts.ts";
import { checkAuditLog } from "./checks/audit-log.ts";
import { checkBump } from "./checks/bump.ts";
import { checkEvidence } from "./checks/evidence.ts";
import { checkExampleCount } from "./checks/example-count.ts";
import { checkExampleExceptions } from "./checks/example-exceptions.ts";
import { checkExampleIds } from "./checks/example-ids.ts";
import { checkExpected } from "./checks/expected.ts";
import { checkFragmentUse } from "./checks/fragment-use.ts";
import { checkFragments } from "./checks/fragments.ts";
import { checkInputs } from "./checks/inputs.ts";
import { checkJudges } from "./checks/judges.ts";
import { checkLockedFile } from "./checks/locked-file.ts";
import { checkMetric } from "./checks/metric.ts";
import { checkMisleadingText, checkMisleadingTextOfTask } from "./checks/misleading-text.ts";
import { checkMissingFiles } from "./checks/missing-files.ts";
import { checkModel } from "./checks/model.ts";
import { checkNames } from "./checks/names.ts";
import { checkPins } from "./checks/pins.ts";
import { checkPlaceholders } from "./checks/placeholders.ts";
import { checkSchemas } from "./checks/schemas.ts";
import { checkScorers } from "./checks/scorers.ts";
import { checkSecrets, checkSecretsOfTask } from "./checks/secrets.ts";
import { checkStrayBraces } from "./checks/stray-braces.ts";
import { checkThresholdNoise } from "./checks/threshold-noise.ts";
import { checkUnfinishedWrites } from "./checks/unfinished-writes.ts";
import { checkUnusedInputs } from "./checks/unused-inputs.ts";
import { checkVersion } from "./checks/version.ts";

/** Every check of one task. A new check is a file in `checks/` and a line here. */
export const TASK_CHECKS: readonly TaskCheck[] = [
  checkMissingFiles,
  checkNames,
  checkStrayBraces,
  checkPlaceholders,
  checkUnusedInputs,
  checkFragmentUse,
  checkSchemas,
  checkScorers,
  checkJudges,
  checkMetric,
  checkModel,
  checkExampleIds,
  checkExampleCount,
  checkExampleExceptions,
  checkInputs,
  checkExpected,
  checkAsserts,
  checkSecretsOfTask,
  checkMisleadingTextOfTask,
  checkLockedFile,
  checkVersion,
  checkBump,
  checkEvidence,
  checkArchive,
  checkThresholdNoise,
];

/** Every check of what tasks share. */
export const REPOSITORY_CHECKS: readonly RepositoryCheck[] = [
  checkFragments,
  checkPins,
  checkAuditLog,
  checkUnfinishedWrites,
  checkSecrets,
  checkMisleadingText,
];
