/** `skip`: it could not, or need not, be looked at. Only `fail` keeps something from working. */
export type FindingStatus = "ok" | "warn" | "fail" | "skip";

/** One thing that was looked at. */
export interface Finding {
  readonly name: string;
  readonly status: FindingStatus;
  readonly found: string;
  /** The command, or the one thing to do, that mends it; there wherever it is not ok. */
  readonly fix?: string;
}

export const ok = (name: string, found: string): Finding => ({ name, status: "ok", found });
export const skipped = (name: string, found: string): Finding => ({ name, status: "skip", found });
export const warned = (name: string, found: string, fix: string): Finding => ({
  ...{ name, status: "warn", found, fix },
});
export const failed = (name: string, found: string, fix: string): Finding => ({
  ...{ name, status: "fail", found, fix },
});
