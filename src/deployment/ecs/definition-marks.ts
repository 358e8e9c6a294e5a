import { parseJsonText } from "../../prompts/adapters/json-text.ts";
import { isJsonObject, type Json, type JsonObject } from "../../prompts/reading/json.ts";
import type { Pins } from "../targets/target.ts";
import type { TaskDefinition } from "./ecs-api.ts";

/** What a task definition of ours says of itself in its tags. */
export interface Marks {
  /** `<service>/<environment>`. */
  readonly place: string;
  readonly operation: string;
  readonly generation: number;
  readonly release: number;
  /** Digest of the release's content. */
  readonly image: string;
  readonly commit: string;
  /** The task definition that ran before, `family:revision`. */
  readonly previous: string;
}

const PREFIX = "gpt-pipeline-hub:";

/** Said of a task definition of somebody else, it may be deployed over. */
export const ADOPTED_TAG = `${PREFIX}adopted`;

export function tagsOf(marks: Marks): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(marks).map(([name, value]) => [`${PREFIX}${name}`, String(value)]),
  );
}

/** The marks of one place; undefined for a task definition that was not registered for it. */
export function marksOf({ tags }: Pick<TaskDefinition, "tags">, place: string): Marks | undefined {
  const text = (name: keyof Marks): string | undefined => tags[`${PREFIX}${name}`];
  const [operation, image, previous] = [text("operation"), text("image"), text("previous")];
  if (text("place") !== place || operation === undefined || image === undefined || previous === undefined)
    return undefined;
  const [generation, release] = [Number(text("generation")), Number(text("release"))];
  if (!Number.isInteger(generation) || !Number.isInteger(release)) return undefined;
  return { place, operation, image, previous, generation, release, commit: text("commit") ?? "" };
}

export const PINS_VARIABLE = "PROMPT_PINS";

/** The pins that the container's environment holds. */
export function pinsOf(registrable: JsonObject, container: string): Pins {
  const text = environmentOf(containerOf(registrable, container)).find(
    ([name]) => name === PINS_VARIABLE,
  )?.[1];
  const parsed = text === undefined ? undefined : parseJsonText(text);
  if (parsed === undefined || "faults" in parsed || !isJsonObject(parsed.value)) return {};
  return Object.fromEntries(
    Object.entries(parsed.value).flatMap(([task, version]) =>
      typeof version === "string" ? [[task, version]] : [],
    ),
  );
}

export function containersOf(registrable: JsonObject): readonly JsonObject[] {
  const containers = registrable["containerDefinitions"];
  return Array.isArray(containers) ? containers.filter(isJsonObject) : [];
}

export const containerOf = (registrable: JsonObject, name: string): JsonObject | undefined =>
  containersOf(registrable).find((container) => container["name"] === name);

/** Names and values of a container's environment. */
export function environmentOf(container: JsonObject | undefined): readonly (readonly [string, string])[] {
  const variables: Json = container?.["environment"] ?? [];
  if (!Array.isArray(variables)) return [];
  return variables.flatMap((variable) => {
    if (!isJsonObject(variable)) return [];
    const { name, value } = variable;
    return typeof name === "string" && typeof value === "string" ? [[name, value] as const] : [];
  });
}
