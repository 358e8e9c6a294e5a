import { parseLiveIdentity } from "../targets/live-identity.ts";
import type { LiveIdentity } from "../targets/target.ts";

const PATIENCE_MS = 5000;

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
