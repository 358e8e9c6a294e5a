import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { compare } from "./measuring/comparison.ts";
import type { Row, RowResult } from "./measuring/row.ts";
import { renderTable } from "./measuring/table.ts";
import { ROWS } from "./rows/catalogue.ts";

const RESULTS = fileURLToPath(new URL("results.json", import.meta.url));

const { values } = parseArgs({ options: { row: { type: "string", multiple: true } } });
const unknown = values.row?.find((name) => ROWS.every((row) => row.name !== name));
if (unknown === undefined) await benchmark(ROWS.filter(({ name }) => values.row?.includes(name) ?? true));
else {
  process.stderr.write(`there is no row "${unknown}"; rows: ${ROWS.map(({ name }) => name).join(", ")}\n`);
  process.exitCode = 2;
}

/** A goal that is missed is a result like any other: only what is broken fails the run. */
async function benchmark(rows: readonly Row[]): Promise<void> {
  const results: RowResult[] = [];
  for (const row of rows) {
    process.stderr.write(`${row.name}: ${row.what}, against ${row.against}\n`);
    const result = await measureRow(row);
    results.push(result);
    if (result.note !== "") process.stderr.write(`  ${result.note}\n`);
    store(results);
  }
  process.stdout.write(`${renderTable(results)}\n`);
}

async function measureRow(row: Row): Promise<RowResult> {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const before = loadavg()[0] ?? 0;
  try {
    const { samples, note = "" } = await row.measure({ folder, rounds: row.rounds });
    const { measure: _, ...described } = row;
    const load = { before, after: loadavg()[0] ?? 0 };
    return { ...described, comparison: compare(samples, row.goal), note, load };
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Rows that were not run keep what was measured before. */
function store(results: readonly RowResult[]): void {
  const earlier: readonly RowResult[] = existsSync(RESULTS)
    ? JSON.parse(readFileSync(RESULTS, "utf8")).rows
    : [];
  const rows = ROWS.flatMap(({ name }) => {
    const result = [...results, ...earlier].find((one) => one.name === name);
    return result === undefined ? [] : [rounded(result)];
  });
  const machine = { node: process.version, cores: cpus().length, cpu: cpus()[0]?.model ?? "unknown" };
  writeFileSync(RESULTS, `${JSON.stringify({ schema_version: 1, machine, rows }, null, 2)}\n`);
}

function rounded(result: RowResult): unknown {
  const short = (_: string, value: unknown): unknown =>
    typeof value === "number" ? Number(value.toPrecision(4)) : value;
  return JSON.parse(JSON.stringify(result, short));
}
