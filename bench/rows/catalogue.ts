import type { Row } from "../measuring/row.ts";
import { cpuPerExampleRow } from "./cpu-per-example.ts";
import { evaluateFiveThousandRow, evaluateThousandRow } from "./evaluate.ts";
import { jsonLinesRow } from "./json-lines.ts";
import { peakMemoryRow } from "./peak-memory.ts";
import { promoteRow } from "./promote.ts";
import { renderRow } from "./render.ts";
import { secondRunRow } from "./second-run.ts";
import { startRow } from "./start.ts";
import { validateColdRow, validateUnchangedRow } from "./validate.ts";

/** Every row of the table, in its order. */
export const ROWS: readonly Row[] = [
  evaluateThousandRow,
  evaluateFiveThousandRow,
  cpuPerExampleRow,
  peakMemoryRow,
  secondRunRow,
  validateColdRow,
  validateUnchangedRow,
  jsonLinesRow,
  startRow,
  renderRow,
  promoteRow,
];
