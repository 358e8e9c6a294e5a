import { answeringPrompts } from "../../src/deployment/targets/answering-prompts.ts";
import { DeploymentFailed } from "../../src/deployment/targets/deployment-failed.ts";
import { NotTakenAway } from "../../src/deployment/targets/not-taken-away.ts";
import type {
  DesiredState,
  LiveIdentity,
  ObservedState,
  Target,
} from "../../src/deployment/targets/target.ts";

/** What goes wrong, by a test of what is being started. */
export interface FakeFaults {
  refuses?: (desired: DesiredState) => boolean;
  dies?: (desired: DesiredState) => boolean;
  hangs?: (desired: DesiredState) => boolean;
  /** Taking it away does not work. */
  sticks?: (desired: DesiredState) => boolean;
  /** The live service says something else than it was given. */
  lies?: (desired: DesiredState) => boolean;
}

export interface FakeTarget extends Target {
  readonly faults: FakeFaults;
  /** Calls that changed something, in order: `start 1.1.0`, `finish`, ... */
  readonly calls: string[];
}

interface FakeDeployment {
  readonly id: string;
  readonly desired: DesiredState;
}

const urlOf = (id: string): string => `http://fake.invalid/${id}`;

/** A target in memory. Nothing ever runs by itself, so what is pending stays pending. */
export function createFakeTarget(shiftsTraffic: Target["shiftsTraffic"] = "on_finish"): FakeTarget {
  const running = new Map<string, FakeDeployment>();
  const faults: FakeFaults = {};
  const calls: string[] = [];
  let current: string | undefined;
  let previous: FakeDeployment | undefined;

  const point = (id: string): void => {
    if (current === id) return;
    previous = current === undefined ? undefined : running.get(current);
    current = id;
  };
  return {
    kind: "local",
    shiftsTraffic,
    faults,
    calls,
    async observe(): Promise<ObservedState> {
      const live = current === undefined ? undefined : running.get(current);
      const pending = [...running.values()]
        .filter(({ id }) => id !== current)
        .map(({ id, desired }) => ({ id, operation: desired.operation, url: urlOf(id) }));
      if (live === undefined) return { pending };
      const { operation, release, pins, generation } = live.desired;
      const { id } = live;
      return {
        deployment: { id, operation, image: release.image, pins, generation, url: urlOf(id), healthy: true },
        pending,
      };
    },
    async start(desired) {
      const id = desired.operation.slice(0, 16);
      if (running.has(id)) return { id, url: urlOf(id) };
      calls.push(`start ${JSON.stringify({ ...desired.release.current, ...desired.pins })}`);
      if (faults.refuses?.(desired) === true) throw new DeploymentFailed("the fake refuses to start");
      running.set(id, { id, desired });
      if (shiftsTraffic === "on_start") point(id);
      return { id, url: urlOf(id) };
    },
    async status(id) {
      const known = running.get(id);
      if (known === undefined || faults.dies?.(known.desired) === true)
        return { kind: "failed", detail: "the fake died" };
      if (faults.hangs?.(known.desired) === true) return { kind: "in_progress", detail: "the fake hangs" };
      return { kind: "running", url: urlOf(id) };
    },
    async verify(id): Promise<LiveIdentity | undefined> {
      const known = running.get(id);
      if (known === undefined) return undefined;
      const { release, pins } = known.desired;
      const prompts = answeringPrompts(release, faults.lies?.(known.desired) === true ? {} : pins);
      const told =
        faults.lies?.(known.desired) === true
          ? Object.fromEntries(
              Object.keys(prompts).map((task) => [task, { version: "0.0.0", prompt_digest: "0" }]),
            )
          : prompts;
      return { service: release.service, release: release.number, image: release.image, prompts: told };
    },
    async finish(id) {
      if (!running.has(id)) throw new DeploymentFailed("nothing of that id runs");
      calls.push("finish");
      point(id);
      for (const other of running.keys()) if (other !== id) running.delete(other);
    },
    async rollback(id) {
      const known = running.get(id);
      if (known === undefined) return;
      calls.push("rollback");
      if (faults.sticks?.(known.desired) === true) throw new NotTakenAway("the fake does not let go");
      running.delete(id);
      if (current !== id) return;
      current = previous?.id;
      if (previous !== undefined) running.set(previous.id, previous);
      previous = undefined;
    },
  };
}
