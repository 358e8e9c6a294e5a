import { beforeAll, describe, expect, it } from "vitest";
import type { Result } from "../../../src/evaluation/result.ts";
import { computeMetrics } from "../../../src/evaluation/scoring/metrics.ts";
import { prepareScorers } from "../../../src/evaluation/scoring/scoring.ts";
import type { Example } from "../../../src/prompts/examples/example.ts";
import type { ScorerConfig } from "../../../src/prompts/metadata.ts";
import type { JsonObject } from "../../../src/prompts/reading/json.ts";
import { anOfflineRequest } from "../../builders/offline-request.ts";
import { answerOffline } from "./read-offline.ts";

const SCORERS: readonly ScorerConfig[] = [
  { type: "fields", items: { path: "features", key: "name", compare: ["value", "unit"] } },
];

/** Titles with voltage, current, protection, thread and material: what stands there, not what a reader finds. */
const PARTS: readonly (readonly [string, JsonObject])[] = [
  ["Relay 24 V 10 A, body brass", { voltage: "24 V", current: "10 A", material: "brass" }],
  ["Relay 230 Volt 6 A", { voltage: "230 V", current: "6 A" }],
  ["Schütz 24VDC 9 A IP20", { voltage: "24 V", current: "9 A", protection: "IP20" }],
  [
    "Sensor M12, 10 V, IP67, Edelstahl",
    { thread: "M12", voltage: "10 V", protection: "IP67", material: "steel" },
  ],
  ["Sensor M18, 12 V, steel", { thread: "M18", voltage: "12 V", material: "steel" }],
  [
    "Ventil Messing G1/4, 24VDC, IP65",
    { material: "brass", thread: "G1/4", voltage: "24 V", protection: "IP65" },
  ],
  ["Valve brass G1/2 230 Volt", { material: "brass", thread: "G1/2", voltage: "230 V" }],
  ["Motor 400 V 2,5 A IP55", { voltage: "400 V", current: "2.5 A", protection: "IP55" }],
  ["Netzteil 24VDC 5 Ampere", { voltage: "24 V", current: "5 A" }],
  ["Lampe 12 V 0,5 A M8 inox", { voltage: "12 V", current: "0.5 A", thread: "M8", material: "steel" }],
];

const GLOSSARY = "- V: Volt, VDC\n- A: Ampere\n- steel: Edelstahl, inox\n- brass: Messing";
const NUMBER: JsonObject = { type: "number" };
const PATTERN: JsonObject = { type: "string", pattern: "^IP\\d{2}$" };
const THREADS: JsonObject = { type: "string", examples: ["M12", "G1/4"] };
const ANYTHING: JsonObject = { type: "string" };

interface Quality {
  readonly number?: JsonObject;
  readonly protection?: JsonObject;
  readonly thread?: JsonObject;
  readonly units?: readonly [string, string];
  readonly glossary?: string;
}

function variant(name: string, value: JsonObject, unit?: string): JsonObject {
  const properties = {
    name: { const: name },
    value,
    ...(unit === undefined ? {} : { unit: { enum: [unit] } }),
  };
  return { type: "object", required: Object.keys(properties), properties };
}

function schemaOf({
  number = NUMBER,
  protection = PATTERN,
  thread = THREADS,
  units = ["V", "A"],
}: Quality): JsonObject {
  const variants = [
    variant("voltage", number, units[0]),
    variant("current", number, units[1]),
    variant("protection", protection),
    variant("thread", thread),
    variant("material", { enum: ["steel", "brass"] }),
  ];
  return {
    type: "object",
    required: ["features"],
    properties: { features: { type: "array", items: { oneOf: variants } } },
  };
}

function exampleOf([title, expected]: (typeof PARTS)[number]): Example {
  const features = Object.entries(expected).map(([name, found]) => {
    const [value = "", unit] = String(found).split(" ");
    return unit === undefined ? { name, value } : { name, value: Number(value), unit };
  });
  return { id: title, input: { title }, expected: { features } };
}

async function microF1(
  quality: Quality,
  rendered: (title: string) => string = (title) => `Title: ${title}`,
): Promise<number> {
  const score = prepareScorers(SCORERS);
  const { glossary = "" } = quality;
  const results = PARTS.map(async (part): Promise<Result> => {
    const text = rendered(part[0]);
    const answer = await answerOffline(anOfflineRequest({ text, glossary, output: schemaOf(quality) }));
    const { scores } = await score(exampleOf(part), answer, null);
    return {
      id: part[0],
      repeat: 1,
      output: answer.text,
      scores,
      usage: null,
      costUsd: null,
      latencyMs: 0,
      cached: false,
      finishReason: "stop",
    };
  });
  return computeMetrics(SCORERS, await Promise.all(results))["fields.micro_f1"] ?? Number.NaN;
}

describe("a better prompt scores better", () => {
  let full = 0;
  beforeAll(async () => {
    full = await microF1({ glossary: GLOSSARY });
  });

  it("reads nearly everything with patterns, examples and a glossary", () => {
    expect(full).toBeGreaterThan(0.95);
  });

  it("reads little where the schema has names only", async () => {
    expect(await microF1({ number: ANYTHING, protection: ANYTHING, thread: ANYTHING })).toBeLessThan(0.35);
  });

  it("gains by each part of the schema", async () => {
    const named = await microF1({ number: ANYTHING, protection: ANYTHING, thread: ANYTHING });
    const numbers = await microF1({ protection: ANYTHING, thread: ANYTHING });
    const patterns = await microF1({ thread: ANYTHING });
    const examples = await microF1({});
    expect([named, numbers, patterns, examples]).toEqual(
      [named, numbers, patterns, examples].toSorted((a, b) => a - b),
    );
    expect(new Set([named, numbers, patterns, examples]).size).toBe(4);
  });

  it("loses without the glossary", async () => {
    expect(await microF1({})).toBeLessThan(full - 0.1);
  });

  it("loses without one line of the glossary", async () => {
    expect(await microF1({ glossary: GLOSSARY.replace("- V: Volt, VDC\n", "") })).toBeLessThan(full - 0.02);
  });

  it("loses much where two units are swapped", async () => {
    expect(await microF1({ glossary: GLOSSARY, units: ["A", "V"] })).toBeLessThan(full - 0.3);
  });

  it("scores nothing where the template forgets the title", async () => {
    expect(await microF1({ glossary: GLOSSARY }, () => "Title:")).toBe(0);
  });
});
