import { compareText, type Problem } from "../../prompts/problem.ts";
import type { JsonObject } from "../../prompts/reading/json.ts";
import { looksSecret } from "../../prompts/secret-kinds.ts";
import { containersOf, environmentOf } from "./definition-marks.ts";

const SECRET_NAME = /(^|_)(API_?KEY|KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?)$/i;

/**
 * Variables of a task definition that hold a secret in the open, where everybody who may describe it reads them. `keys` are
 * the variables that pipeline.config.yaml names for keys.
 */
export function openSecrets(
  name: string,
  registrable: JsonObject,
  keys: readonly string[],
): readonly Problem[] {
  return containersOf(registrable).flatMap((container) =>
    environmentOf(container)
      .filter(([variable, value]) => isSecret(variable, value, keys))
      .map(([variable]) => variable)
      .sort(compareText)
      .map((variable) => secretProblem(name, String(container["name"]), variable)),
  );
}

function isSecret(variable: string, value: string, keys: readonly string[]): boolean {
  if (value === "") return false;
  return keys.includes(variable) || SECRET_NAME.test(variable) || looksSecret(value);
}

function secretProblem(name: string, container: string, variable: string): Problem {
  return {
    code: "secret-in-file",
    severity: "error",
    file: `task definition ${name}`,
    line: 1,
    column: 1,
    found: `container ${container} has the variable ${variable} in its environment, in the open`,
    fix: `Give it by secrets[].valueFrom (Secrets Manager or Parameter Store), and revoke what was readable.`,
  };
}
