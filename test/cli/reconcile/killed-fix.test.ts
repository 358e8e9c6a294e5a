import { expect, it } from "vitest";
import { aLostRegistry, killAndMend, undisturbed } from "./killed-fix.ts";

/** Two moments of what the slow tests try at every one, there with a service on ECS as well. */
it("reconcile --fix that is killed in its commit or after its push writes at most twice as much, and ends the same [X1]", async () => {
  const lost = await aLostRegistry();
  const calm = lost.copy();
  const whole = await undisturbed({ ground: calm });
  const all = whole.effects.files + whole.effects.git;
  for (const after of [Math.ceil(all / 2), all - 1]) {
    const ground = lost.copy();
    const kill = { of: "machine", after } as const;
    expect(await killAndMend({ ground }, kill, whole)).toEqual({
      ...{ kill, exit: null, again: 0, differs: [], tooMany: [] },
    });
    ground.remove();
  }
  for (const ground of [lost, calm]) ground.remove();
});
