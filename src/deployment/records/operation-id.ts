import { canonicalJson } from "../../prompts/adapters/canonical-json.ts";
import { sha256 } from "../../prompts/sha256.ts";

export interface OperationFacts {
  readonly kind: "deploy" | "restart" | "pin" | "rollback";
  /** `<service>/<environment>`. */
  readonly environment: string;
  readonly generation: number;
  /** What ran before, as an image or an operation; `none` for a first deployment. */
  readonly from: string;
  readonly to: string;
  readonly commit: string;
}

/** The same plan always has the same id (64 hexadecimal digits), so that a second run finds what the first one began. */
export function operationId(facts: OperationFacts): string {
  return sha256(canonicalJson(facts));
}
