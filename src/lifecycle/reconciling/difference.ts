/** Two records of the same thing that do not agree. */
export interface Difference {
  readonly kind:
    | "registry"
    | "audit"
    | "production"
    | "archive"
    | "evidence"
    | "metadata"
    | "environment"
    | "tag"
    | "service"
    | "image"
    | "by_hand"
    | "unfinished";
  /** A path, a tag or an environment; with the task where a file holds many. */
  readonly where: string;
  /** What was found and what was wanted, without a final full stop. */
  readonly found: string;
  /** Whether `reconcile --fix` puts it right. */
  readonly mendable: boolean;
  /** What to do, one sentence. */
  readonly fix: string;
}

const MEND = "Run `npm run reconcile -- --fix`.";

type Found = Omit<Difference, "mendable" | "fix">;

export const mendable = (found: Found): Difference => ({ ...found, mendable: true, fix: MEND });

export const lasting = (found: Found, fix: string): Difference => ({ ...found, mendable: false, fix });
