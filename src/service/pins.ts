import { parseJsonText } from "../prompts/adapters/json-text.ts";
import { EXIT } from "../prompts/exit-code.ts";
import { nearestName } from "../prompts/nearest-name.ts";
import { isJsonObject } from "../prompts/reading/json.ts";
import { type Carried, type CarriedTask, UnusableSource } from "./carried-prompts.ts";

/** A version that answers instead of the current one, by task. */
export type ServicePins = Readonly<Record<string, string>>;

/** The text of `PROMPT_PINS`: a JSON object from task to version; undefined and blank are no pins. Throws `UnusableSource`. */
export function parsePins(text: string | undefined): ServicePins {
  if (text === undefined || text.trim() === "") return {};
  const parsed = parseJsonText(text);
  const fix = 'Write a JSON object such as {"support_reply":"1.2.0"}, or unset it.';
  if ("faults" in parsed || !isJsonObject(parsed.value))
    throw new UnusableSource("PROMPT_PINS is not a JSON object", fix, EXIT.usage);
  return Object.fromEntries(
    Object.entries(parsed.value).map(([task, version]) => {
      if (typeof version === "string") return [task, version];
      throw new UnusableSource(`PROMPT_PINS gives ${task} a version that is not text`, fix, EXIT.usage);
    }),
  );
}

/** The same prompts with pinned versions answering. Throws `UnusableSource` for a pin that nothing carried can satisfy. */
export function applyPins(carried: Carried, pins: ServicePins): Carried {
  const tasks = new Map(carried.tasks);
  for (const [task, version] of Object.entries(pins)) {
    const known = tasks.get(task);
    if (known === undefined) throw unknownTask(task, [...tasks.keys()]);
    if (!known.versions.includes(version)) throw unknownVersion(task, version, known);
    tasks.set(task, { ...known, current: version });
  }
  return { ...carried, tasks };
}

function unknownTask(task: string, names: readonly string[]): UnusableSource {
  const near = nearestName(task, names);
  const fix = near === undefined ? "Remove the pin." : `Did you mean "${near}"?`;
  return new UnusableSource(
    `a pin names the task "${task}", which this service does not have`,
    fix,
    EXIT.usage,
  );
}

function unknownVersion(task: string, version: string, known: CarriedTask): UnusableSource {
  const found = `a pin wants ${task} ${version}, which is not carried`;
  return new UnusableSource(found, `Pin one of ${known.versions.join(", ")}.`, EXIT.usage);
}
