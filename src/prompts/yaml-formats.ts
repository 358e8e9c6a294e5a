import configSchema from "../../schemas/config.schema.json" with { type: "json" };
import metadataSchema from "../../schemas/metadata.schema.json" with { type: "json" };
import productionSchema from "../../schemas/production.schema.json" with { type: "json" };
import registrySchema from "../../schemas/registry.schema.json" with { type: "json" };
import templateSchema from "../../schemas/template.schema.json" with { type: "json" };
import { compileFormat } from "./adapters/json-schema.ts";
import { parseYamlFile } from "./adapters/yaml-file.ts";
import {
  DRIFT_DEFAULTS,
  type DriftConfig,
  GATE_DEFAULTS,
  type GateDefaults,
  type PipelineConfig,
} from "./config.ts";
import type { Metadata } from "./metadata.ts";
import type { JsonObject } from "./reading/json.ts";
import type { ParsedFile } from "./reading/parsed-file.ts";
import { schemaProblems } from "./reading/schema-problems.ts";
import type { PromptVersion } from "./records/production-prompt.ts";
import type { Registry } from "./records/registry.ts";
import type { Template } from "./rendering/template.ts";
import { sha256 } from "./sha256.ts";

/** A YAML file of the given format; the value is there only where the file has no problem. */
function parseFormat<T>(path: string, bytes: Uint8Array, schema: JsonObject): ParsedFile<T> {
  const parsed = parseYamlFile(path, bytes);
  if (parsed.value === undefined) return parsed as ParsedFile<T>;
  const problems = schemaProblems(parsed, parsed.value, compileFormat(schema));
  return problems.length > 0
    ? { ...withoutValue(parsed), problems }
    : { ...parsed, value: parsed.value as T };
}

function withoutValue<T>({ value: _, ...rest }: ParsedFile<T>): ParsedFile<never> {
  return rest;
}

export const parseTemplateFile = (path: string, bytes: Uint8Array): ParsedFile<Template> =>
  parseFormat(path, bytes, templateSchema as JsonObject);

export const parseMetadataFile = (path: string, bytes: Uint8Array): ParsedFile<Metadata> =>
  parseFormat(path, bytes, metadataSchema as JsonObject);

export const parseProductionFile = (path: string, bytes: Uint8Array): ParsedFile<PromptVersion> =>
  parseFormat(path, bytes, productionSchema as JsonObject);

/** Commands read the registry again once they hold its lock: equal bytes, one after the other, are parsed once. */
export const parseRegistryFile = rememberLast(
  (path: string, bytes: Uint8Array): ParsedFile<Registry> =>
    parseFormat(path, bytes, registrySchema as JsonObject),
);

function rememberLast<T>(
  parse: (path: string, bytes: Uint8Array) => T,
): (path: string, bytes: Uint8Array) => T {
  let last: { readonly key: string; readonly parsed: T } | undefined;
  return (path, bytes) => {
    const key = `${sha256(bytes)} ${path}`;
    if (last?.key !== key) last = { key, parsed: parse(path, bytes) };
    return last.parsed;
  };
}

type WrittenConfig = Partial<Omit<PipelineConfig, "gate" | "drift">> & {
  readonly gate?: Partial<GateDefaults>;
  readonly drift?: Partial<DriftConfig>;
};

/** `pipeline.config.yaml` with the defaults of whatever it leaves out. */
export function parseConfigFile(path: string, bytes: Uint8Array): ParsedFile<PipelineConfig> {
  const parsed = parseFormat<WrittenConfig>(path, bytes, configSchema as JsonObject);
  return parsed.value === undefined
    ? withoutValue(parsed)
    : { ...parsed, value: completeConfig(parsed.value) };
}

/** The configuration of a repository that says nothing. The offline provider needs no configuration. */
export function completeConfig(written: WrittenConfig): PipelineConfig {
  return {
    main_branch: written.main_branch ?? "main",
    providers: { offline: { kind: "offline" }, ...written.providers },
    gate: { ...GATE_DEFAULTS, ...written.gate },
    services: written.services ?? [],
    notify: written.notify ?? [],
    drift: { ...DRIFT_DEFAULTS, ...written.drift },
  };
}
