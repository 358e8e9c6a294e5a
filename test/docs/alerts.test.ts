import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import configSchema from "../../schemas/config.schema.json" with { type: "json" };
import { webhookMessage } from "../../src/deployment/notices/webhook-message.ts";
import { parseConfigFile } from "../../src/prompts/yaml-formats.ts";
import { aNotice } from "../builders/notice.ts";

const PAGE = readFileSync(new URL("../../docs/operations.md", import.meta.url), "utf8");
const ALERTS = PAGE.slice(PAGE.indexOf("## Alerts"));
const SECRET = "not-a-real-secret";
let folder: string;

const block = (language: string, at = 0): string =>
  [...ALERTS.matchAll(new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``, "g"))][at]?.[1] ?? "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "webhook-"));
  writeFileSync(join(folder, "check-webhook.mjs"), block("js"));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function check(sentAt: number, change: (body: string) => string = (body) => body): number | null {
  const { headers, body } = webhookMessage(aNotice(), SECRET, sentAt);
  const given = ["id", "timestamp", "signature"].map((name) => headers[`webhook-${name}`] ?? "");
  return spawnSync(process.execPath, [join(folder, "check-webhook.mjs"), ...given], {
    input: change(body),
    env: { ALERT_WEBHOOK_SECRET: SECRET },
  }).status;
}

describe("the page about alerts", () => {
  it("checks a signature with the lines that it shows, and refuses another body and an old one", () => {
    const now = Math.floor(Date.now() / 1000);
    expect(check(now)).toBe(0);
    expect(check(now, (body) => body.replace("rolled back", "verified"))).toBe(1);
    expect(check(now - 3600)).toBe(1);
  });

  it("names every event that the configuration knows, and no other", () => {
    const rows = [...ALERTS.matchAll(/^\| `([a-z_]+)` \|/gm)].map(([, event]) => event);
    expect(rows).toEqual(configSchema.$defs.notification.properties.on.items.enum);
  });

  it.each([0, 1])("shows configuration that is accepted (%i)", (at) => {
    expect(parseConfigFile("pipeline.config.yaml", Buffer.from(block("yaml", at))).problems).toEqual([]);
  });

  it("would be told what a misspelt event should be", () => {
    const { problems } = parseConfigFile(
      "pipeline.config.yaml",
      Buffer.from("notify:\n  - { on: [rolback], to: issue }\n"),
    );
    expect(problems[0]).toMatchObject({ line: 2, fix: 'Did you mean "rollback"?' });
  });
});
