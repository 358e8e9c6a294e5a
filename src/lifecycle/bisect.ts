/** What became of an answer under one version; `unknown` where it could not be had or not be scored. */
export type Status = "passed" | "failed" | "unknown";

/** Indices count from 0, the oldest version first. */
export type Bisection =
  | { readonly kind: "found"; readonly good: number; readonly bad: number }
  /** The oldest version fails already. */
  | { readonly kind: "never_passed" }
  /** The newest version passes. */
  | { readonly kind: "not_broken" }
  /** The oldest or the newest version cannot be judged. */
  | { readonly kind: "end_unknown"; readonly at: number }
  /** Something between these two broke it, and nothing between them can be judged. */
  | { readonly kind: "gap"; readonly good: number; readonly bad: number };

/**
 * Finds the version with which an answer broke, between a first one that passes and a last one that fails, in about log2 of
 * `count` steps. A version that cannot be judged is passed over. Where the answer broke, was mended and broke again, one of
 * the breaks is found.
 */
export async function bisect(count: number, ask: (at: number) => Promise<Status>): Promise<Bisection> {
  const judge = once(ask);
  const last = count - 1;
  const newest = await judge(last);
  if (newest === "unknown") return { kind: "end_unknown", at: last };
  if (newest === "passed") return { kind: "not_broken" };
  const oldest = last === 0 ? newest : await judge(0);
  if (oldest === "unknown") return { kind: "end_unknown", at: 0 };
  if (oldest === "failed") return { kind: "never_passed" };
  return narrow(0, last, judge);
}

async function narrow(good: number, bad: number, judge: (at: number) => Promise<Status>): Promise<Bisection> {
  if (bad - good === 1) return { kind: "found", good, bad };
  for (const at of fromTheMiddle(good, bad)) {
    const status = await judge(at);
    if (status === "passed") return narrow(at, bad, judge);
    if (status === "failed") return narrow(good, at, judge);
  }
  return { kind: "gap", good, bad };
}

function once(ask: (at: number) => Promise<Status>): (at: number) => Promise<Status> {
  const known = new Map<number, Promise<Status>>();
  return (at) => {
    const status = known.get(at) ?? ask(at);
    known.set(at, status);
    return status;
  };
}

/** Everything strictly between, what halves best first. */
function fromTheMiddle(good: number, bad: number): readonly number[] {
  const middle = (good + bad) / 2;
  const between = Array.from({ length: bad - good - 1 }, (_, at) => good + 1 + at);
  return between.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
}
