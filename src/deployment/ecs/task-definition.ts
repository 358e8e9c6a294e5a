import type { JsonObject } from "../../prompts/reading/json.ts";
import type { Pins } from "../targets/target.ts";
import { containerOf, containersOf, environmentOf, PINS_VARIABLE } from "./definition-marks.ts";

/** What `DescribeTaskDefinition` adds and `RegisterTaskDefinition` refuses. */
const ADDED_BY_DESCRIBE = [
  "taskDefinitionArn",
  "revision",
  "status",
  "requiresAttributes",
  "compatibilities",
  "registeredAt",
  "registeredBy",
  "deregisteredAt",
  "deleteRequestedAt",
];

/** A described task definition as it can be registered again. */
export function registrable(described: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(described).filter(
      ([name, value]) => !ADDED_BY_DESCRIBE.includes(name) && value !== undefined,
    ),
  );
}

export interface ReleaseContainer {
  /** Name of the container that runs the prompt service. */
  readonly container: string;
  /** `repository@sha256:...`. */
  readonly image: string;
  readonly pins: Pins;
}

/**
 * The task definition with another image and other pins; everything else stays as whoever runs the service set it up.
 * Undefined where it has no such container.
 */
export function definitionWith(
  base: JsonObject,
  { container, image, pins }: ReleaseContainer,
): JsonObject | undefined {
  const own = containerOf(base, container);
  if (own === undefined) return undefined;
  const kept = environmentOf(own).filter(([name]) => name !== PINS_VARIABLE);
  const environment = [...kept, [PINS_VARIABLE, JSON.stringify(pins)] as const].map(([name, value]) => ({
    name,
    value,
  }));
  const changed = { ...own, image, environment };
  return {
    ...base,
    containerDefinitions: containersOf(base).map((each) => (each === own ? changed : each)),
  };
}
