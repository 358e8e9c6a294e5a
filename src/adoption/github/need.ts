import type { JsonObject } from "../../prompts/reading/json.ts";
import { type Finding, failed, ok, skipped, warned } from "../doctor/finding.ts";

/** A change through GitHub's interface; paths are without the leading slash. */
export interface HostRequest {
  readonly method: "POST" | "PUT" | "PATCH";
  readonly path: string;
  readonly body: JsonObject;
}

/** A finding, with the requests that mend it where a program can. */
export interface Need extends Finding {
  readonly requests: readonly HostRequest[];
}

export const has = (name: string, found: string): Need => ({ ...ok(name, found), requests: [] });
export const unseen = (name: string): Need => ({
  ...skipped(name, "this token may not look; one of an administrator may"),
  requests: [],
});

/** Missing, and requests mend it; the commands that are shown send the same ones. */
export function lacks(name: string, found: string, requests: readonly HostRequest[]): Need {
  return { ...failed(name, found, requests.map(ghCommand).join(" && ")), requests };
}

/** Missing, and only a person knows what belongs there. */
export const wants = (name: string, found: string, fix: string): Need => ({
  ...failed(name, found, fix),
  requests: [],
});

/** It works without. */
export const couldHave = (name: string, found: string, fix: string): Need => ({
  ...warned(name, found, fix),
  requests: [],
});

/** A line for a shell that sends the request with the `gh` program. */
function ghCommand({ method, path, body }: HostRequest): string {
  const text = JSON.stringify(body).replaceAll("'", "'\\''");
  return `printf %s '${text}' | gh api --method ${method} ${path} --input -`;
}
