import type { Registry, RegistryEnvironment, RegistryTask } from "../../src/prompts/records/registry.ts";
import { aDigest } from "./digest.ts";

export function aRegistryTask(overrides: Partial<RegistryTask> = {}): RegistryTask {
  return {
    production: {
      version: "1.0.0",
      sha256: aDigest("a"),
      prompt_digest: aDigest("b"),
      evidence: {
        kind: "run",
        run_id: "run-1",
        report_sha256: aDigest("c"),
        evaluation_digest: aDigest("d"),
      },
    },
    versions: [{ version: "1.0.0", prompt_digest: aDigest("b"), status: "promoted" }],
    ...overrides,
  };
}

export function aRegistryEnvironment(overrides: Partial<RegistryEnvironment> = {}): RegistryEnvironment {
  return {
    release: 1,
    image: `sha256:${aDigest("e")}`,
    pins: {},
    status: "verified",
    generation: 1,
    ...overrides,
  };
}

export function aRegistry(overrides: Partial<Registry> = {}): Registry {
  return { schema_version: 1, tasks: { support_reply: aRegistryTask() }, environments: {}, ...overrides };
}
