import { readdirSync, readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { GATE_DEFAULTS } from "../../src/prompts/config.ts";
import { isJsonObject, type Json, type JsonObject } from "../../src/prompts/reading/json.ts";
import { parseConfigFile } from "../../src/prompts/yaml-formats.ts";
import { aMetadata, aPolicy } from "../builders/metadata.ts";
import { aRegistry, aRegistryTask } from "../builders/registry.ts";
import { aReport } from "../builders/report.ts";
import { aTemplate } from "../builders/template.ts";
import { aPipeline, FORMATS } from "./formats.ts";

const folder = new URL("../../schemas/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".schema.json"));

function schemaOf(format: string): JsonObject {
  const value: Json = JSON.parse(readFileSync(new URL(`${format}.schema.json`, folder), "utf8"));
  if (!isJsonObject(value)) throw new Error(`${format} is not an object`);
  return value;
}

/** The strict mode of the validator finds misspelt keywords, which are otherwise ignored. */
function faults(format: string, value: unknown): readonly string[] {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: true });
  const check = ajv.compile(schemaOf(format));
  check(value);
  return (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

function subschemas(value: Json, at: string): readonly (readonly [string, JsonObject])[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => subschemas(item, `${at}/${index}`));
  if (!isJsonObject(value)) return [];
  return [[at, value], ...Object.entries(value).flatMap(([key, part]) => subschemas(part, `${at}/${key}`))];
}

describe("every format of the repository", () => {
  it("has one schema, and every schema is tested here", () => {
    expect(FORMATS.map(([format]) => `${format}.schema.json`).sort()).toEqual([...files].sort());
  });

  it.each(FORMATS)("%s: an ordinary value is valid", (format, value) => {
    expect(faults(format, value)).toEqual([]);
  });

  it.each(FORMATS)(
    "%s: a value with every key is valid, and the schema has no other key",
    (format, _, value) => {
      expect(faults(format, value)).toEqual([]);
      const properties = schemaOf(format)["properties"];
      expect(Object.keys(isJsonObject(properties) ? properties : {}).sort()).toEqual(
        Object.keys(value).sort(),
      );
    },
  );

  it.each(FORMATS)("%s: an unknown key is refused", (format, value) => {
    expect(faults(format, { ...value, treshold: 1 })).toHaveLength(1);
  });

  it.each(FORMATS)("%s: the editor shows a sentence for every key", (format) => {
    const schema = schemaOf(format);
    const silent = propertiesOf(schema).filter(([, property]) => !describes(property, schema));
    expect(silent.map(([name]) => name)).toEqual([]);
  });

  it.each(FORMATS)("%s: the schema names itself by its file and refers to no other", (format) => {
    const schema = schemaOf(format);
    expect(schema["$id"]).toBe(`${format}.schema.json`);
    const foreign = subschemas(schema, "").filter(
      ([, part]) => typeof part["$ref"] === "string" && !part["$ref"].startsWith("#/$defs/"),
    );
    expect(foreign).toEqual([]);
  });
});

function propertiesOf(schema: JsonObject): readonly (readonly [string, Json])[] {
  const properties = schema["properties"] ?? null;
  return isJsonObject(properties) ? Object.entries(properties) : [];
}

function describes(schema: Json, root: JsonObject): boolean {
  if (!isJsonObject(schema)) return false;
  if (typeof schema["description"] === "string") return true;
  const name = String(schema["$ref"]).replace("#/$defs/", "");
  const definitions = root["$defs"];
  const target = isJsonObject(definitions ?? null) ? (definitions as JsonObject)[name] : undefined;
  return isJsonObject(target) && typeof target["description"] === "string";
}

describe("what two schemas share", () => {
  it("is the same in both", () => {
    const seen = new Map<string, string>();
    const differing: string[] = [];
    for (const [format] of FORMATS) {
      const definitions = schemaOf(format)["$defs"] ?? {};
      for (const [name, schema] of Object.entries(definitions as JsonObject)) {
        const text = JSON.stringify(schema);
        if ((seen.get(name) ?? text) !== text) differing.push(`${format}: ${name}`);
        seen.set(name, text);
      }
    }
    expect(differing).toEqual([]);
  });
});

describe("bounds", () => {
  const refused: readonly (readonly [string, string, object])[] = [
    ["a threshold above 1", "metadata", aMetadata({ evaluation: aPolicy({ threshold: 80 }) })],
    ["a threshold below 0", "metadata", aMetadata({ evaluation: aPolicy({ threshold: -0.1 }) })],
    [
      "a threshold that is not a number",
      "metadata",
      aMetadata({ evaluation: aPolicy({ threshold: Number.NaN }) }),
    ],
    ["a task without scorers", "metadata", aMetadata({ evaluation: aPolicy({ scorers: [] }) })],
    ["a task without owners", "metadata", aMetadata({ owners: [] })],
    ["a task id with a path in it", "metadata", aMetadata({ task: "../secrets" })],
    ["a version that YAML read as a number", "metadata", { ...aMetadata(), version: 1.1 }],
    ["a version of two parts", "metadata", aMetadata({ version: "1.10" })],
    [
      "fewer than five examples as the least number",
      "metadata",
      aMetadata({ evaluation: aPolicy({ min_examples: 4 }) }),
    ],
    ["a template without messages", "template", aTemplate({ messages: [] })],
    ["a blank message", "template", aTemplate({ messages: [{ role: "user", content: " \n" }] })],
    ["an example with neither input nor messages", "example", { id: "a", expected: "b" }],
    [
      "a key written where its variable's name belongs",
      "config",
      { providers: { openai: { kind: "openai", key_env: "sk-abc" } } },
    ],
    [
      "credentials in a URL",
      "config",
      { providers: { openai: { kind: "openai", base_url: "https://me:key@models.example" } } },
    ],
    ["a webhook without a URL", "config", { notify: [{ on: ["rollback"], to: "webhook" }] }],
    [
      "evidence of a run without its report",
      "registry",
      aRegistry({
        tasks: {
          a: aRegistryTask({
            production: { ...aRegistryTask().production, evidence: { kind: "run" } } as never,
          }),
        },
      }),
    ],
    ["a score above 1", "report", aReport({ score: 90 })],
    [
      "a pipeline that reaches outside its record",
      "pipeline",
      { ...aPipeline, output: { a: "/etc/passwd" } },
    ],
  ];

  it.each(refused)("refuses %s", (_, format, value) => {
    expect(faults(format, value).length).toBeGreaterThan(0);
  });

  it("accepts a configuration that says nothing: everything has a default", () => {
    expect(faults("config", {})).toEqual([]);
  });

  it("accepts an example that is a conversation without input", () => {
    expect(faults("example", { id: "a", messages: [{ role: "user", content: "Hello" }] })).toEqual([]);
  });

  it("leaves a scorer's own options to the scorer", () => {
    const scorers = [{ type: "numeric", tolerance: 0.1, pattern: "[0-9]+" }];
    expect(faults("metadata", aMetadata({ evaluation: aPolicy({ scorers }) }))).toEqual([]);
  });
});

describe("pipeline.config.yaml", () => {
  const text = readFileSync(new URL("../../pipeline.config.yaml", import.meta.url), "utf8");

  it("is valid, and spells out the defaults of the gate", () => {
    const { value, problems } = parseConfigFile("pipeline.config.yaml", Buffer.from(text));
    expect(problems).toEqual([]);
    expect(value?.gate).toEqual(GATE_DEFAULTS);
  });

  it("names an environment variable and no key", () => {
    expect(text).toContain("key_env: OPENAI_API_KEY");
    expect(text).not.toMatch(/sk-[A-Za-z0-9]/);
  });
});
