import type { PlantedViolation } from "./planted-violation.ts";
import { DECISIONS, QUEUES } from "./queues-and-decisions.ts";
import { REQUIRED_CHECKS } from "./required-checks.ts";
import { RIGHTS, SECRETS, STRANGERS } from "./rights-and-secrets.ts";
import { FAILURES, PINS, TREES } from "./steps-and-trees.ts";

/** Every one of them has to be found by a rule. */
export const PLANTED_VIOLATIONS: readonly PlantedViolation[] = [
  ...RIGHTS,
  ...SECRETS,
  ...STRANGERS,
  ...PINS,
  ...FAILURES,
  ...TREES,
  ...QUEUES,
  ...DECISIONS,
  ...REQUIRED_CHECKS,
];
