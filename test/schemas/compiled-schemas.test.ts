import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compileFormat, compileSchema } from "../../src/prompts/adapters/json-schema.ts";
import { isJsonObject, type Json, type JsonObject } from "../../src/prompts/reading/json.ts";
import { PROJECT_ROOT } from "../launcher/scratch-project.ts";
import { FORMATS } from "./formats.ts";

interface Bundled {
  readonly compileFormat: typeof compileFormat;
  readonly compileSchema: typeof compileSchema;
  readonly isReady: (schema: object) => boolean;
  /** By the format's name. */
  readonly schemas: Readonly<Record<string, JsonObject>>;
}

const names = FORMATS.map(([format]) => format);
const ENTRY = [
  ...names.map((name, at) => `import s${at} from "./schemas/${name}.schema.json";`),
  'import { readyCheck } from "./src/prompts/adapters/ready-checks.ts";',
  'export { compileFormat, compileSchema } from "./src/prompts/adapters/json-schema.ts";',
  "export const isReady = (schema) => readyCheck(schema) !== undefined;",
  `export const schemas = { ${names.map((name, at) => `"${name}": s${at}`).join(", ")} };`,
].join("\n");

const folder = mkdtempSync(join(tmpdir(), "compiled-schemas-"));
let bundled: Bundled;
let inputs: readonly string[];

beforeAll(async () => {
  const outfile = join(folder, "bundle.mjs");
  const { metafile } = await build({
    ...{ absWorkingDir: PROJECT_ROOT, stdin: { contents: ENTRY, resolveDir: PROJECT_ROOT }, outfile },
    ...{ bundle: true, format: "esm", platform: "node", mainFields: ["module", "main"] },
    ...{ plugins: [await plugin()], metafile: true },
  });
  inputs = Object.keys(metafile.inputs);
  bundled = (await import(pathToFileURL(outfile).href)) as Bundled;
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function plugin(): Promise<Plugin> {
  const file = pathToFileURL(join(PROJECT_ROOT, "bin/compiled-schemas.mjs")).href;
  const { compiledSchemas } = (await import(file)) as { compiledSchemas(root: string): Plugin };
  return compiledSchemas(PROJECT_ROOT);
}

const WRONG: readonly Json[] = [null, "", "x".repeat(500), -1, 0.5, true, [], [null, null], {}, { odd: 1 }];

/** The value with one place spoilt, once for each place and way. */
function* spoilt(value: Json): Generator<Json> {
  for (const wrong of WRONG) yield wrong;
  if (Array.isArray(value)) {
    yield [...value, ...value];
    for (const [at, item] of value.entries()) for (const other of spoilt(item)) yield value.with(at, other);
  } else if (isJsonObject(value)) {
    yield { ...value, treshold: 1 };
    for (const [key, item] of Object.entries(value)) {
      const { [key]: _, ...rest } = value;
      yield rest;
      for (const other of spoilt(item as Json)) yield { ...value, [key]: other };
    }
  }
}

describe("in a bundle", () => {
  it.each(FORMATS)("%s: the compiled check finds what the schema itself finds", (format, _, complete) => {
    const schema = bundled.schemas[format] as JsonObject;
    expect(bundled.isReady(schema)).toBe(true);
    const ready = bundled.compileFormat(schema);
    const plain = compileFormat(structuredClone(schema));
    const value = JSON.parse(JSON.stringify(complete)) as Json;
    expect(ready(value)).toEqual([]);
    let refused = 0;
    for (const wrong of spoilt(value)) {
      const faults = ready(wrong);
      if (faults.length > 0) refused += 1;
      expect(faults).toEqual(plain(wrong));
    }
    expect(refused).toBeGreaterThan(20);
  });

  it("what is wrong with a schema of somebody else is said as without a bundle", () => {
    expect(inputs.filter((input) => input.startsWith("compiled:"))).toHaveLength(1);
    const refusals = [...spoilt({ type: "object", properties: { a: { minLength: 1 } }, required: ["a"] })]
      .filter(isJsonObject)
      .map((schema) => [() => bundled.compileSchema(schema), () => compileSchema(schema)] as const)
      .map((both) => both.map(refusal));
    for (const [ready, plain] of refusals) expect(ready).toEqual(plain);
    expect(refusals.filter(([ready]) => ready !== undefined).length).toBeGreaterThan(20);
  });
});

function refusal(compile: () => unknown): unknown {
  try {
    compile();
    return undefined;
  } catch (error) {
    return { ...(error as object), message: (error as Error).message };
  }
}
