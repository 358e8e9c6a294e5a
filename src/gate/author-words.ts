import type { Decision } from "./decision.ts";

/** What an author reads instead of a verdict. */
export function authorWords({ verdict, inconclusive }: Pick<Decision, "verdict" | "inconclusive">): string {
  switch (verdict) {
    case "pass":
      return "Good to go";
    case "fail":
    case "regression":
      return "Blocked: worse";
    case "inconclusive":
      return inconclusive === "provider" ? "Could not test - not your fault" : "Needs a person";
    case "drift":
      return "The model moved";
    case "unhealthy":
      return "The deployment is unhealthy";
    case "error":
      return "Could not judge: the record is invalid";
  }
}
