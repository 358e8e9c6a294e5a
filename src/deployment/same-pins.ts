import type { Pins } from "./targets/target.ts";

/** Whether the same tasks are pinned to the same versions. */
export function samePins(a: Pins, b: Pins): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
