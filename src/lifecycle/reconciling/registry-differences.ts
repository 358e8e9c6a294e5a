import { canonicalJson } from "../../prompts/adapters/canonical-json.ts";
import { REGISTRY_FILE } from "../../prompts/layout.ts";
import type { RegistryTask } from "../../prompts/records/registry.ts";
import { type Difference, mendable } from "./difference.ts";
import type { TaskRecords } from "./task-records.ts";

/** Where the registry's block says something else than the records, one difference each. */
export function registryDifferences(
  { task, known }: TaskRecords,
  block: RegistryTask,
): readonly Difference[] {
  if (known === undefined)
    return [
      mendable({
        kind: "registry",
        where: `${REGISTRY_FILE} (${task})`,
        found: "the task has no readable block",
      }),
    ];
  const [had, has] = [facts(known), facts(block)];
  return [...new Set([...had.keys(), ...has.keys()])].flatMap((key) => {
    if (had.get(key) === has.get(key)) return [];
    const found = `${key} is ${had.get(key) ?? "absent"}, the records say ${has.get(key) ?? "absent"}`;
    return [mendable({ kind: "registry", where: `${REGISTRY_FILE} (${task})`, found })];
  });
}

function facts({ production, versions }: RegistryTask): ReadonlyMap<string, string> {
  const { evidence, ...live } = production ?? {};
  return new Map([
    ...Object.entries(live).map(([key, value]) => [`production.${key}`, String(value)] as const),
    ...(evidence === undefined ? [] : [["production.evidence", canonicalJson(evidence)] as const]),
    ["the order of versions", versions.map(({ version }) => version).join(", ")],
    ...versions.flatMap(({ version, sha256: bytes, prompt_digest, status }) => [
      ...(bytes === undefined ? [] : [[`sha256 of ${version}`, bytes] as const]),
      [`status of ${version}`, status] as const,
      [`prompt_digest of ${version}`, prompt_digest] as const,
    ]),
  ]);
}
