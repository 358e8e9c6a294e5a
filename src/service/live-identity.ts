import type { Carried } from "./carried-prompts.ts";

/** What the service says of itself at `/version`, all of it computed from what it loaded. */
export interface ServiceIdentity {
  readonly service: string;
  readonly release: number;
  readonly image: string;
  /** The version and digest that answer for each task, pins applied. */
  readonly prompts: Readonly<Record<string, { readonly version: string; readonly prompt_digest: string }>>;
}

export function identify(carried: Carried): ServiceIdentity {
  const prompts = [...carried.tasks].flatMap(([task, { current, find }]) => {
    const answering = current === undefined ? undefined : find(current);
    if (current === undefined || answering === undefined) return [];
    return [[task, { version: current, prompt_digest: answering.digest }] as const];
  });
  const { service, release, image } = carried;
  return { service, release, image, prompts: Object.fromEntries(prompts) };
}
