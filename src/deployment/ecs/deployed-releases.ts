import type { EcsApi } from "./ecs-api.ts";
import { type MarkedDefinition, marked } from "./own-definitions.ts";
import { primaryOf } from "./own-progress.ts";

const LOOK_BACK = 20;

/** What was deployed to a place, the newest first: each task definition names the one that it replaced. */
export async function deployedDefinitions(api: EcsApi, place: string): Promise<readonly MarkedDefinition[]> {
  const found: MarkedDefinition[] = [];
  let name = primaryOf(await api.service())?.definition;
  while (name !== undefined && found.length < LOOK_BACK) {
    const own = marked(await api.definition(name), place);
    if (own === undefined || found.some((known) => known.name === own.name)) break;
    found.push(own);
    name = own.marks.previous;
  }
  return found;
}
