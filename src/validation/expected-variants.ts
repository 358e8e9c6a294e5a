import { acceptedValues, alternativesOf } from "../evaluation/scorers/expectation.ts";
import { isJsonObject, type Json } from "../prompts/reading/json.ts";

/**
 * The answers that an expected value stands for, enough of them that each listed alternative appears in one: fields that
 * must be absent are left out, and `any_of` is replaced by what it accepts. `absent` are texts that mean absent.
 */
export function expectedVariants(expected: Json, absent: ReadonlySet<string>): readonly Json[] {
  return acceptedValues(expected).flatMap((value) => variantsOf(value, absent));
}

function variantsOf(value: Json, absent: ReadonlySet<string>): readonly Json[] {
  const alternatives = alternativesOf(value);
  if (alternatives !== undefined) return alternatives.flatMap((one) => variantsOf(one, absent));
  if (Array.isArray(value)) {
    const items = (value as readonly Json[]).map((item) => variantsOf(item, absent));
    return align(items).map((row) => row.flatMap((item) => (item === undefined ? [] : [item])));
  }
  if (!isJsonObject(value)) return [value];
  const fields = Object.entries(value).filter(([, field]) => !meansAbsent(field, absent));
  const columns = fields.map(([, field]) => variantsOf(field, absent));
  const present = (row: readonly (Json | undefined)[]): (readonly [string, Json])[] =>
    fields.flatMap(([name], at): (readonly [string, Json])[] => {
      const field = row[at];
      return field === undefined || meansAbsent(field, absent) ? [] : [[name, field]];
    });
  return align(columns).map((row) => Object.fromEntries(present(row)));
}

const meansAbsent = (value: Json, absent: ReadonlySet<string>): boolean =>
  value === null || (typeof value === "string" && absent.has(value));

/** As many rows as the longest column has entries; shorter columns repeat their last one. */
function align(columns: readonly (readonly Json[])[]): readonly (readonly (Json | undefined)[])[] {
  const rows = columns.reduce((most, column) => Math.max(most, column.length), 1);
  return Array.from({ length: rows }, (_, row) =>
    columns.map((column) => column[Math.min(row, column.length - 1)]),
  );
}
