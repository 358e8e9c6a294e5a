import type { Interval } from "../report.ts";
import type { MetricTable } from "../scoring/metric-table.ts";
import { bootstrapInterval } from "./bootstrap.ts";
import type { Resampling } from "./draws.ts";
import { sumRows } from "./table.ts";
import { wilsonInterval } from "./wilson-interval.ts";

/** Confidence interval of a table's metric: Wilson for 0/1 outcomes, else the seeded bootstrap. Undefined without rows. */
export function scoreInterval(table: MetricTable, level: number, how: Resampling): Interval | undefined {
  if (table.ids.length === 0) return undefined;
  if (!table.binary) return bootstrapInterval(table, level, how);
  return wilsonInterval(sumRows(table.counts, 1)[0] ?? 0, table.ids.length, level);
}
