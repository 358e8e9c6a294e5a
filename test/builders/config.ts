import { DRIFT_DEFAULTS, GATE_DEFAULTS, type PipelineConfig } from "../../src/prompts/config.ts";

export function aConfig(overrides: Partial<PipelineConfig> = {}): PipelineConfig {
  return {
    main_branch: "main",
    providers: {
      offline: {
        kind: "offline",
        models: { "reader-1": { usd_per_mtok_in: 0, usd_per_mtok_out: 0 } },
      },
    },
    gate: GATE_DEFAULTS,
    services: [{ name: "prompt-service", tasks: ["*"], environments: [{ name: "local", target: "local" }] }],
    notify: [],
    drift: DRIFT_DEFAULTS,
    ...overrides,
  };
}
