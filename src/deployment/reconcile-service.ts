import { type Difference, lasting } from "../lifecycle/difference.ts";
import { canonicalJson } from "../prompts/adapters/canonical-json.ts";
import type { RegistryEnvironment } from "../prompts/registry.ts";
import type { ObservedState } from "./target.ts";

function unfinished(place: string): readonly Difference[] {
  const found = "a deployment was begun and not finished";
  const fix = "Run `npm run deploy` again: it finishes what was begun.";
  return [lasting({ kind: "unfinished", where: place, found }, fix)];
}

/** What an environment runs against what the audit record says that it runs. Nothing is said of what does not run here. */
export function reconcileService(
  place: string,
  running: ObservedState["deployment"],
  recorded: RegistryEnvironment | undefined,
): readonly Difference[] {
  if (recorded?.status === "deploying") return unfinished(place);
  if (running === undefined) return [];
  const where = `${place} (${running.url})`;
  const deploy = "Run `npm run deploy`, or `npm run rollback`, so that what runs is what is on record.";
  if (recorded === undefined)
    return [lasting({ kind: "service", where, found: "it runs, and no deployment is on record" }, deploy)];
  if (running.generation > recorded.generation) {
    const found = `generation ${running.generation} runs, and the record ends at ${recorded.generation}: was the branch rewound?`;
    return [
      lasting({ kind: "service", where, found }, "Find the missing commits before anything is deployed."),
    ];
  }
  const isSame =
    running.image === recorded.image && canonicalJson(running.pins) === canonicalJson(recorded.pins);
  if (isSame) return [];
  const found = `image ${running.image.slice(0, 19)} runs, and ${recorded.image.slice(0, 19)} is on record${running.image === recorded.image ? " with other pins" : ""}`;
  return [lasting({ kind: "service", where, found }, deploy)];
}
