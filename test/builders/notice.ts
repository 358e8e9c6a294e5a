import { aNotice as made, type Notice } from "../../src/deployment/notices/notice.ts";

export function aNotice(overrides: Partial<Omit<Notice, "schema_version" | "id">> = {}): Notice {
  return made({
    event: "rollback",
    state: "alarm",
    subject: "shop/production",
    operation: "op-1",
    at: "2026-11-20T02:23:00.000Z",
    title: "shop/production: rolled back",
    reasons: ["colour 1.1.0 was rolled back to 1.0.0: proven drop"],
    facts: { release: "7" },
    fix: "Mend the prompt, then `npm run status`.",
    ...overrides,
  });
}
