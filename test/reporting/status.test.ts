import { describe, expect, test } from "vitest";
import type { AuditEntry } from "../../src/prompts/records/audit.ts";
import type { RegistryTask } from "../../src/prompts/records/registry.ts";
import { renderStatusHtml } from "../../src/reporting/html/status-html.ts";
import { placeRows } from "../../src/reporting/place-rows.ts";
import { statusRows } from "../../src/reporting/status-rows.ts";
import { taskStory } from "../../src/reporting/task-story.ts";
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

  test("a version that a rollback brought back is there since that, by whoever did it", () => {
    const audit = [
      promoted({ actor: "bob" }),
      promoted({ to: "1.0.1", from: "1.0.0" }),
      promoted({
        action: "rollback",
        from: "1.0.1",
        to: "1.0.0",
        actor: "olu",
        at: "2026-03-01T02:00:00.000Z",
      }),
    ];
    expect(statusRows({ registry: aRegistry(), audit, running: [] })[0]).toMatchObject({
      since: "2026-03-01T02:00:00.000Z",
      by: "olu",
    });
  });

  test("every place has a line of its own and none is cut", () => {
    const places = ["production", "staging", "another-region-with-a-long-name"].map((name) => ({
      ...running("0.9.0"),
      place: `a-service-with-a-rather-long-name/${name}`,
    }));
    const text = renderStatusTable(
      { registry: aRegistry(), audit: [promoted()], running: places, configured: [] },
      PLAIN_PALETTE,
    );
    for (const { place } of places)
      expect(text.split("\n").filter((line) => line.includes(`${place} (0.9.0)`))).toHaveLength(1);
  });

  test("columns of the table are aligned", () => {
    const registry = aRegistry({
      tasks: { a: aRegistryTask(), a_much_longer_name: aRegistryTask() },
      environments: { "replies/production": aRegistryEnvironment({ pins: { a: "0.9.0" } }) },
    });
    const lines = renderStatusTable(
      { registry, audit: [], running: [], configured: [] },
      PLAIN_PALETTE,
    ).split("\n");
    expect(new Set(lines.slice(1, 3).map((line) => line.indexOf("1.0.0"))).size).toBe(1);
    expect(lines.join("\n")).toContain("a 0.9.0");
  });

  test("an empty registry says that nothing is in production", () => {
    const text = renderStatusTable(
      { registry: aRegistry({ tasks: {} }), audit: [], running: [], configured: [] },
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

describe("environments", () => {
  const place = "replies/production";
  const registry = aRegistry({ environments: { [place]: aRegistryEnvironment({ status: "held" }) } });
  const closed = anAuditEntry({
    ...{ action: "deploy", service: "replies", environment: "production", to: "release 1", actor: "olu" },
    reason: "the provider did not answer",
    details: {
      ...{ status: "held", image: registry.environments[place]?.image ?? "" },
      versions: { support_reply: "1.0.0" },
    },
  });
  const { task: _, ...held } = closed;
  const input = { registry, audit: [held], running: [], configured: [place, "replies/staging"] };
  const text = (): string => renderStatusTable(input, PLAIN_PALETTE);

  test("that are held say since when, by whom, why, and what can be done about it", () => {
    expect(placeRows(input)[0]).toMatchObject({ place, status: "held", since: held.at, by: "olu" });
    expect(text()).toContain("replies/production held: the provider did not answer");
    expect(text()).toContain("npm run rollback -- --service replies --environment production");
  });

  test("that are configured and were never deployed to are not left out", () => {
    expect(text()).toMatch(/^replies\/staging +– +never deployed/m);
    expect(text()).toContain("npm run deploy -- --service replies --environment staging");
  });

  test("are what they are since the first of the operations in a row that left them so; a restart is none", () => {
    const closing = (at: string, status: string, reason: string): AuditEntry => ({
      ...held,
      ...{ at, reason, details: { ...held.details, status } },
    });
    const audit = [
      closing("2026-01-01T00:00:00.000Z", "verified", "fine"),
      closing("2026-01-02T00:00:00.000Z", "rolled_back", "0.2000 below"),
      closing("2026-01-03T00:00:00.000Z", "rolled_back", "restarted"),
    ];
    const environments = { [place]: aRegistryEnvironment({ status: "rolled_back" }) };
    expect(placeRows({ ...input, registry: { ...registry, environments }, audit })[0]).toMatchObject({
      since: "2026-01-02T00:00:00.000Z",
      reason: "0.2000 below",
    });
  });

  test("that are verified ask for nothing", () => {
    const verified = { ...registry, environments: { [place]: aRegistryEnvironment() } };
    expect(placeRows({ ...input, registry: verified })[0]).toMatchObject({ reason: null, next: [] });
  });

  test("that are not in the configuration any more are shown as such", () => {
    expect(placeRows({ ...input, configured: [] })[0]?.status).toBe("not configured");
  });

  test("name what is deployed by its content, which is no digest of an image registry", () => {
    expect(text()).toMatch(/ content$/m);
    expect(text()).not.toContain("image");
  });

  test("are held on the page in a tone of their own, with reason and commands", () => {
    const held = { task: "support_reply", version: "1.0.0", place, status: "held" as const };
    const html = renderStatusHtml({
      ...input,
      running: [held],
      history: new Map(),
      at: "2026-02-01T08:00:00Z",
    });
    expect(html).toContain('<div class="place bad"><h3>replies/production <span class="badge">held</span>');
    expect(html).toContain("<li>the provider did not answer</li>");
    expect(html).toContain("<code>npm run rollback -- --service replies --environment production");
    expect(html).toContain('support_reply <span class="badge bad">held</span>');
  });
});

test("a version that was taken back says on the page who did it and why, not who brought it", () => {
  const audit = [
    promoted({ reason: "better" }),
    promoted({ to: "1.0.1", from: "1.0.0", reason: "still better" }),
    promoted({ action: "rollback", from: "1.0.1", to: "1.0.0", reason: "0.2000 below", actor: "olu" }),
  ];
  const versions = ["1.0.0", "1.0.1"].map((version) => ({ ...aRegistryTask().versions[0], version }));
  const tasks = { support_reply: { ...aRegistryTask(), versions } as RegistryTask };
  const html = renderStatusHtml({
    ...{ registry: aRegistry({ tasks }), audit, running: [], configured: [] },
    history: new Map([["support_reply", [aReport({ version: "1.0.1", score: 0, verdict: "inconclusive" })]]]),
    at: "2026-02-01T08:00:00Z",
  });
  expect(html).not.toContain("still better");
  expect(html).toContain("<td>olu</td><td>0.2000 below</td>");
  expect(html).toContain("<td>0.0000, inconclusive</td>");
});

describe("the story of a task", () => {
  const at = (environment: string, more: Partial<AuditEntry>): AuditEntry =>
    anAuditEntry({ action: "deploy", service: "replies", environment, ...more });
  const { task: _, ...closing } = at("production", { details: { versions: { support_reply: "1.0.0" } } });
  const why = "because ".repeat(60).trim();
  const audit = [
    at("production", { to: "1.0.0" }),
    closing,
    at("staging", { to: "1.0.1" }),
    at("production", { to: "1.0.1", reason: why }),
  ];

  test("says where it was deployed, and which version that replaced there", () => {
    expect(taskStory("support_reply", audit).map(({ place, from }) => [place, from])).toEqual([
      ["replies/production", null],
      ["replies/staging", null],
      ["replies/production", "1.0.0"],
    ]);
  });

  test("cuts no reason", () => {
    expect(renderTaskStory("support_reply", audit, PLAIN_PALETTE)).toContain(why);
  });
});

describe("the status page", () => {
  const page = (overrides = {}) =>
    renderStatusHtml({
      registry: aRegistry(),
      audit: [promoted({ reason: "better" })],
      running: [running("1.0.0")],
      configured: ["replies/production"],
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
