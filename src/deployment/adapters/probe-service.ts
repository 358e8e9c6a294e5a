import { type Looking, lookUntil } from "../../evaluation/running/look-until.ts";
import { parseLiveIdentity } from "../targets/live-identity.ts";
import type { LiveIdentity } from "../targets/target.ts";

const PATIENCE_MS = 5000;
/** One answer that gets lost, or comes from a load balancer, is no sign that the service is ill. */
const LOOKS = { firstMs: 500, longestMs: 2000, withinMs: 6000 };

export type Readiness =
  | { readonly kind: "ready" }
  | { readonly kind: "not_ready"; readonly why: string }
  | { readonly kind: "silent" };

/** Whether a service says that it can take traffic. */
export async function probeReadiness(url: string): Promise<Readiness> {
  const answer = await ask(`${url}/readyz`);
  if (answer === undefined) return { kind: "silent" };
  return answer.status === 200 ? { kind: "ready" } : { kind: "not_ready", why: answer.text.slice(0, 300) };
}

/** What a service says of itself; undefined where it does not answer or answers something else. */
export async function probeIdentity(url: string): Promise<LiveIdentity | undefined> {
  const answer = await ask(`${url}/version`);
  return answer?.status === 200 ? parseLiveIdentity(answer.text) : undefined;
}

/** The same, looked for a few seconds before it counts as no answer. */
export const steadyIdentity = (
  url: string,
  looking: Pick<Looking, "pace" | "signal">,
): Promise<LiveIdentity | undefined> => lookUntil({ ...looking, ...LOOKS }, () => probeIdentity(url));

async function ask(url: string): Promise<{ readonly status: number; readonly text: string } | undefined> {
  try {
    const response = await fetch(url, {
      headers: { connection: "close" },
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return { status: response.status, text: await response.text() };
  } catch {
    return undefined;
  }
}
