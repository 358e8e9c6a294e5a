import { Ajv2020, type ErrorObject, type Options, type ValidateFunction } from "ajv/dist/2020.js";
import metaSchema from "ajv/dist/refs/json-schema-2020-12/schema.json" with { type: "json" };
import { isJsonObject, type Json, type JsonObject } from "../reading/json.ts";
import type { KeyPath } from "../reading/parsed-file.ts";
import { type CompiledCheck, readyCheck } from "./ready-checks.ts";
import { compilePattern } from "./regular-expression.ts";
import schemaOptions from "./schema-options.json" with { type: "json" };

/** How a value breaks its schema. `keys` leads to the place; for `unknown-key` and `missing-key` its last key is the key. */
export interface SchemaFault {
  readonly kind: "unknown-key" | "missing-key" | "invalid-value";
  readonly keys: KeyPath;
  /** What the schema wants there, as a phrase: "must be number". */
  readonly wanted: string;
  /** Names that would have been accepted, for unknown keys and enumerations. */
  readonly known: readonly string[];
}

export type SchemaCheck = (value: unknown) => readonly SchemaFault[];

/** A schema that is not valid JSON Schema 2020-12, or that refers to something outside itself. */
export class InvalidSchema extends Error {
  /** Where in the schema. */
  readonly keys: KeyPath;

  constructor(message: string, keys: KeyPath) {
    super(message);
    this.name = "InvalidSchema";
    this.keys = keys;
  }
}

const OPTIONS: Options = {
  ...(schemaOptions as Options),
  // Most schemas check a few dozen values: making their code shorter takes longer than it saves.
  code: { optimize: false },
};

type Check = CompiledCheck<ErrorObject>;
let metaCheck: Check | undefined;

/** Checks schemas. Compiling it takes thirty times as long as compiling a task's own schema. */
function checkOfSchemas(): Check {
  metaCheck ??=
    readyCheck<ErrorObject>(metaSchema) ??
    (new Ajv2020(OPTIONS).getSchema(metaSchema.$id) as ValidateFunction | undefined);
  if (metaCheck === undefined) throw new Error(`Ajv does not know ${metaSchema.$id}`);
  return metaCheck;
}

/** Patterns of a repository or a caller run in linear time; those of our own formats are known to be harmless. */
const linearRegExp = Object.assign(
  (source: string) => {
    const pattern = compilePattern(source);
    // Ajv tells patterns apart by their text.
    return { test: (text: string) => pattern.test(text), toString: () => source };
  },
  { code: "linearRegExp" },
);
const LINEAR_OPTIONS: Options = { ...OPTIONS, code: { ...OPTIONS.code, regExp: linearRegExp } };
const compiled = new WeakMap<object, SchemaCheck>();
/** By text: tasks of one repository often have the same schemas. Forgotten as a whole when it has grown too large. */
const compiledTexts = new Map<string, SchemaCheck>();
const MOST_TEXTS = 2_000;

/**
 * Checks values against a schema of somebody else; equal schemas are compiled once. Remote references are never fetched, and
 * patterns have neither lookaheads nor back references. Throws `InvalidSchema`.
 */
export function compileSchema(schema: JsonObject): SchemaCheck {
  return remembered(schema, LINEAR_OPTIONS);
}

/** Checks values against one of the formats in `schemas/`. */
export function compileFormat(schema: JsonObject): SchemaCheck {
  return remembered(schema, OPTIONS);
}

function remembered(schema: JsonObject, options: Options): SchemaCheck {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  const ready = readyCheck<ErrorObject>(schema);
  if (ready !== undefined) return faultsBy(ready);
  const text = JSON.stringify(schema);
  const check = compiledTexts.get(text) ?? compileNew(schema, text, options);
  if (compiledTexts.size >= MOST_TEXTS) forgetAll();
  compiledTexts.set(text, check);
  compiled.set(schema, check);
  return check;
}

function compileNew(schema: JsonObject, text: string, options: Options): SchemaCheck {
  const isSchema = checkOfSchemas();
  if (!isSchema(schema)) throw invalidSchema(isSchema.errors?.[0]);
  const ajv = NAMED_PART.test(text) ? createCompiler(options) : sharedCompiler(options);
  return faultsBy(compileOrThrow(ajv, schema));
}

const faultsBy =
  (validate: Check): SchemaCheck =>
  (value) =>
    validate(value) ? [] : faultsOf(validate.errors ?? []);

/** A compiler keeps the names that it meets, and would find those of one schema in the next. */
const NAMED_PART = /"\$(?:id|anchor|dynamicAnchor)"/;
/** Making one takes as long as compiling a schema. */
const compilers = new Map<Options, Ajv2020>();

function sharedCompiler(options: Options): Ajv2020 {
  const ajv = compilers.get(options) ?? createCompiler(options);
  compilers.set(options, ajv);
  return ajv;
}

const createCompiler = (options: Options): Ajv2020 =>
  new Ajv2020({ ...options, meta: false, validateSchema: false, addUsedSchema: false });

function forgetAll(): void {
  compiledTexts.clear();
  compilers.clear();
}

function compileOrThrow(ajv: Ajv2020, schema: JsonObject): ValidateFunction {
  try {
    return ajv.compile(schema);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new InvalidSchema(message, blamedKeys(schema, message));
  } finally {
    ajv.removeSchema(schema);
  }
}

/** Where the reference or pattern stands that the message quotes; the schema itself where it quotes none. */
function blamedKeys(schema: Json, message: string): KeyPath {
  const open: { readonly value: Json; readonly keys: KeyPath }[] = [{ value: schema, keys: [] }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, keys } = next;
    if (typeof value !== "object" || value === null) continue;
    for (const key of ["$ref", "pattern"]) {
      const text = isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
      if (typeof text === "string" && message.includes(text)) return [...keys, key];
    }
    for (const [key, child] of Object.entries(value))
      open.push({ value: child, keys: [...keys, Array.isArray(value) ? Number(key) : key] });
  }
  return [];
}

function invalidSchema(error: ErrorObject | undefined): InvalidSchema {
  const message = error === undefined ? "not a JSON Schema" : `${error.message ?? "not a JSON Schema"}`;
  return new InvalidSchema(message, keysOf(error?.instancePath ?? ""));
}

/** A oneOf or anyOf that fails says so once; what each of its branches wanted would only confuse. */
function faultsOf(errors: readonly ErrorObject[]): readonly SchemaFault[] {
  const choices = errors.filter((error) => error.keyword === "oneOf" || error.keyword === "anyOf");
  const isInsideChoice = (error: ErrorObject): boolean =>
    choices.some((choice) => choice !== error && error.schemaPath.startsWith(`${choice.schemaPath}/`));
  return errors.filter((error) => error.keyword !== "if" && !isInsideChoice(error)).map(faultOf);
}

function faultOf(error: ErrorObject): SchemaFault {
  const keys = keysOf(error.instancePath);
  const params: Readonly<Record<string, unknown>> = error.params;
  switch (error.keyword) {
    case "additionalProperties":
    case "unevaluatedProperties": {
      const name = String(params["additionalProperty"] ?? params["unevaluatedProperty"]);
      return {
        kind: "unknown-key",
        keys: [...keys, name],
        wanted: "is not a key here",
        known: propertiesOf(error),
      };
    }
    case "required":
      return {
        kind: "missing-key",
        keys: [...keys, String(params["missingProperty"])],
        wanted: "is required",
        known: [],
      };
    case "enum": {
      const known = (params["allowedValues"] as readonly Json[]).map((value) => JSON.stringify(value));
      return { kind: "invalid-value", keys, wanted: `must be one of ${known.join(", ")}`, known };
    }
    case "oneOf":
    case "anyOf": {
      const known = listedAnswers(error);
      const wanted =
        known.length === 0 ? "fits none of the accepted forms" : `must be one of ${known.join(", ")}`;
      return { kind: "invalid-value", keys, wanted, known };
    }
    default:
      return { kind: "invalid-value", keys, wanted: error.message ?? "does not fit the schema", known: [] };
  }
}

/** What alternatives that are one value each allow, as JSON; none where one of them is anything else. */
function listedAnswers({ keyword, parentSchema }: ErrorObject): readonly string[] {
  const alternatives: unknown = parentSchema?.[keyword];
  if (!Array.isArray(alternatives)) return [];
  const values = (alternatives as readonly Json[]).flatMap((one) =>
    isJsonObject(one) && one["const"] !== undefined ? [JSON.stringify(one["const"])] : [],
  );
  return values.length === alternatives.length ? values : [];
}

function propertiesOf(error: ErrorObject): readonly string[] {
  const properties: unknown = (error.parentSchema as { readonly properties?: unknown } | undefined)
    ?.properties;
  return typeof properties === "object" && properties !== null ? Object.keys(properties) : [];
}

/** A JSON Pointer (RFC 6901) as keys; digits become list positions. */
function keysOf(pointer: string): KeyPath {
  return pointer
    .split("/")
    .slice(1)
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((token) => (/^(0|[1-9]\d*)$/.test(token) ? Number(token) : token));
}
