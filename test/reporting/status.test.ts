import { describe, expect, test } from "vitest";
import { renderStatusHtml } from "../../src/reporting/html/status-html.ts";
import { statusRows } from "../../src/reporting/status-rows.ts";
import { PLAIN_PALETTE } from "../../src/reporting/terminal/palette.ts";
import { renderStatusTable, renderTaskStory } from "../../src/reporting/terminal/status-table.ts";
import { anAuditEntry } from "../builders/audit-entry.ts";
import { aRegistry, aRegistryEnvironment, aRegistryTask } from "../builders/registry.ts";
import { aReport } from "../builders/report.ts";
import { HOSTILE } from "./hostile-texts.ts";

const promoted = (overrides = {}) => anAuditEntry({ to: "1.0.0", ...overrides });
const running = (version: string) => ({
  task: "support_reply",
  version,
  place: "replies/production",
  status: "verified" as const,
});

describe("what runs where", () => {
  test("a task shows its version, evidence, place, and who brought it when", () => {
    const [row] = statusRows({ registry: aRegistry(), audit: [promoted()], running: [running("1.0.0")] });
    expect(row).toEqual({
      task: "support_reply",
      version: "1.0.0",
      status: "promoted",
      evidence: "run run-1",
      places: ["replies/production"],
      since: "2026-01-31T12:00:00.000Z",
      alone: null,
      by: "ada",
    });
  });

  test("a place that answers with another version than production's says which", () => {
    const [row] = statusRows({ registry: aRegistry(), audit: [], running: [running("0.9.0")] });
    expect(row?.places).toEqual(["replies/production (0.9.0)"]);
  });

  test("an intent, a failed attempt or another version brought nothing to production", () => {
    const audit = [promoted({ phase: "intent" }), promoted({ phase: "failed" }), promoted({ to: "0.9.0" })];
    expect(statusRows({ registry: aRegistry(), audit, running: [] })[0]?.since).toBeNull();
  });

  test("the order of the log counts, not its clocks", () => {
    const audit = [promoted({ actor: "bob", at: "2030-01-01T00:00:00Z" }), promoted({ actor: "eve" })];
    expect(statusRows({ registry: aRegistry(), audit, running: [] })[0]?.by).toBe("eve");
  });

  test("a retired task has no version", () => {
    const { versions } = aRegistryTask();
    const registry = aRegistry({ tasks: { gone: { versions } } });
    expect(statusRows({ registry, audit: [], running: [] })[0]).toMatchObject({
      version: null,
      status: "retired",
    });
  });

  test("columns of the table are aligned", () => {
    const registry = aRegistry({
      tasks: { a: aRegistryTask(), a_much_longer_name: aRegistryTask() },
      environments: { "replies/production": aRegistryEnvironment({ pins: { a: "0.9.0" } }) },
    });
    const lines = renderStatusTable({ registry, audit: [], running: [] }, PLAIN_PALETTE).split("\n");
    expect(new Set(lines.slice(1, 3).map((line) => line.indexOf("1.0.0"))).size).toBe(1);
    expect(lines.join("\n")).toContain("a 0.9.0");
  });

  test("an empty registry says that nothing is in production", () => {
    const text = renderStatusTable(
      { registry: aRegistry({ tasks: {} }), audit: [], running: [] },
      PLAIN_PALETTE,
    );
    expect(text).toBe("Nothing is in production yet.\n");
  });

  test("the story of a task tells how the gate changed with a promotion", () => {
    const details = { gate_changed: ["the threshold was lowered from 0.8 to 0.7"] };
    const audit = [anAuditEntry({ reason: "the labels were too strict", details })];
    expect(renderTaskStory("support_reply", audit, PLAIN_PALETTE)).toContain(
      "the labels were too strict (the gate changed: the threshold was lowered from 0.8 to 0.7)",
    );
  });

  test("the story of a task tells every decision about it and no other", () => {
    const audit = [promoted({ reason: "better" }), promoted({ task: "other", reason: "elsewhere" })];
    const story = renderTaskStory("support_reply", audit, PLAIN_PALETTE);
    expect(story).toContain("better");
    expect(story).not.toContain("elsewhere");
  });
});

describe("the status page", () => {
  const page = (overrides = {}) =>
    renderStatusHtml({
      registry: aRegistry(),
      audit: [promoted({ reason: "better" })],
      running: [running("1.0.0")],
      history: new Map([["support_reply", [aReport({ version: "1.0.0", score: 0.87 })]]]),
      at: "2026-02-01T08:00:00Z",
      ...overrides,
    });

  test("each task shows its score, who brought it, why, and where it runs", () => {
    const html = page();
    for (const fact of ["0.8700", "ada", "better", "runs in replies/production", "<svg"])
      expect(html).toContain(fact);
  });

  test("an environment that is frozen at that moment says until when, by whom and why", () => {
    const frozen = anAuditEntry({
      action: "freeze",
      phase: "done",
      service: "replies",
      environment: "production",
      reason: "<b>sale</b>",
      details: { until: "2026-02-03T08:00:00.000Z" },
    });
    const html = page({ audit: [frozen] });
    expect(html).toContain(
      "replies/production is frozen</b> until 2026-02-03 08:00 UTC by ada: &lt;b&gt;sale",
    );
    expect(page({ audit: [frozen], at: "2026-02-03T08:00:00Z" })).not.toContain("frozen");
  });

  test("no recorded reason becomes markup, and nothing is asked from anywhere", () => {
    const html = page({ audit: [promoted({ reason: HOSTILE, actor: HOSTILE })] });
    expect(html).not.toMatch(/<script|<img|<!--/);
    expect(html).toContain("script-src 'none'");
  });
});
