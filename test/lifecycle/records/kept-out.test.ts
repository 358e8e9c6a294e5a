import { describe, expect, it } from "vitest";
import { keptOutRefusal } from "../../../src/lifecycle/plans/kept-out-refusal.ts";
import { type KeptOut, keptOut } from "../../../src/lifecycle/records/kept-out.ts";
import { recordedTasks } from "../../../src/lifecycle/records/recorded-tasks.ts";
import type { AuditEntry } from "../../../src/prompts/records/audit.ts";
import type { VersionStatus } from "../../../src/prompts/records/registry.ts";
import { anAuditEntry } from "../../builders/audit-entry.ts";
import { aDigest } from "../../builders/digest.ts";
import { aRegistryTask } from "../../builders/registry.ts";

const [FIRST, SECOND, THIRD] = [aDigest("1"), aDigest("2"), aDigest("3")];

interface Known {
  readonly version: string;
  readonly digest: string;
  readonly status?: VersionStatus;
}

const ONE: Known = { version: "1.0.0", digest: FIRST, status: "verified" };
const TWO: Known = { version: "1.0.1", digest: SECOND, status: "verified" };
const THREE: Known = { version: "1.0.2", digest: THIRD };

const promoted = (version: string, action: "promote" | "override" = "promote"): AuditEntry =>
  anAuditEntry({ action, to: version });
const returned = (from: string, to: string): AuditEntry =>
  anAuditEntry({
    ...{ action: "downgrade", from, to, actor: "Ada Author <ada@example.org>" },
    reason: "wrong colours.",
  });
/** With the line that closes the operation: a rollback that a person asked for, or a deployment that found something worse. */
const rolledBack = (
  from: string,
  to: string,
  closes: "rollback" | "deploy" = "rollback",
): readonly AuditEntry[] => {
  const { task: _, ...closing } = anAuditEntry({ action: closes, operation: `rollback-${from}` });
  const line = { from, to, reason: "angry mail", operation: `rollback-${from}` };
  return [anAuditEntry({ action: "rollback", ...line }), closing];
};
const retired = (from?: string): AuditEntry =>
  anAuditEntry({ action: "archive", ...(from === undefined ? {} : { from }), reason: "leaks units" });

/** What keeps a candidate out, after these decisions, of a task with these versions; the last one given as production. */
function asked(
  digest: string,
  versions: readonly Known[],
  production: Known | undefined,
  audit: readonly AuditEntry[],
): KeptOut | undefined {
  const registered = aRegistryTask({
    versions: versions.map((one) => ({
      ...{ version: one.version, prompt_digest: one.digest, status: one.status ?? "promoted" },
    })),
  });
  const { production: live, ...gone } = registered;
  const block =
    production === undefined || live === undefined
      ? gone
      : { ...gone, production: { ...live, version: production.version, prompt_digest: production.digest } };
  return keptOut({ task: "support_reply", registered: block, promptDigest: digest }, () =>
    recordedTasks(audit).get("support_reply"),
  );
}

const BOTH = [promoted("1.0.0"), promoted("1.0.1")] as const;
const sentence = (kept: KeptOut | undefined): string =>
  kept === undefined ? "free" : keptOutRefusal("support_reply", kept).found;

describe("bytes that people took out of production stay out of it", () => {
  it("after a downgrade, and the sentence says by whom, when and why", () => {
    expect(sentence(asked(SECOND, [ONE, TWO], ONE, [...BOTH, returned("1.0.1", "1.0.0")]))).toBe(
      "these are the bytes of version 1.0.1, which was replaced with 1.0.0 by Ada Author on 2026-01-31: wrong colours",
    );
  });

  it("after a rollback by hand", () => {
    const back: Known = { ...TWO, status: "rolled_back" };
    expect(sentence(asked(SECOND, [ONE, back], ONE, [...BOTH, ...rolledBack("1.0.1", "1.0.0")]))).toBe(
      "these are the bytes of version 1.0.1, which was rolled back to 1.0.0 by ada on 2026-01-31: angry mail",
    );
  });

  it("after a retirement of that version, also on top of a rollback", () => {
    const gone: Known = { ...TWO, status: "archived" };
    const audit = [...BOTH, ...rolledBack("1.0.1", "1.0.0"), retired("1.0.1")];
    expect(sentence(asked(SECOND, [ONE, gone], ONE, audit))).toContain("which was retired by ada");
  });

  it("after a rollback that only the registry still knows of", () => {
    const back: Known = { ...TWO, status: "rolled_back" };
    expect(sentence(asked(SECOND, [ONE, back], ONE, [...BOTH]))).toBe(
      "these are the bytes of version 1.0.1, which was rolled back",
    );
  });

  it("after two downgrades: those of both versions", () => {
    const audit = [...BOTH, promoted("1.0.2"), returned("1.0.2", "1.0.1"), returned("1.0.1", "1.0.0")];
    const known = [ONE, TWO, THREE];
    expect([FIRST, SECOND, THIRD].map((digest) => asked(digest, known, ONE, audit)?.kind)).toEqual([
      ...[undefined, "taken_out", "taken_out"],
    ]);
  });

  it("after the way back was gone again: those of the older version", () => {
    const audit = [...BOTH, returned("1.0.1", "1.0.0"), returned("1.0.0", "1.0.1")];
    expect(asked(FIRST, [ONE, TWO], TWO, audit)?.kind).toBe("taken_out");
    expect(asked(SECOND, [ONE, TWO], TWO, audit)).toBeUndefined();
  });

  it("under whatever number they were promoted last", () => {
    const again: Known = { version: "1.0.2", digest: SECOND };
    const audit = [
      ...BOTH,
      returned("1.0.1", "1.0.0"),
      promoted("1.0.2", "override"),
      ...rolledBack("1.0.2", "1.0.0"),
    ];
    expect(sentence(asked(SECOND, [ONE, TWO, again], ONE, audit))).toContain("of version 1.0.2, which");
  });
});

describe("what nobody took out may come", () => {
  it("new bytes, after whatever was taken back", () => {
    expect(asked(THIRD, [ONE, TWO], ONE, [...BOTH, returned("1.0.1", "1.0.0")])).toBeUndefined();
  });

  it("bytes that a newer version only superseded", () => {
    expect(asked(FIRST, [ONE, TWO], TWO, BOTH)).toBeUndefined();
  });

  it("the bytes in production, such as a restored template has", () => {
    const back: Known = { ...TWO, status: "rolled_back" };
    expect(asked(FIRST, [ONE, back], ONE, [...BOTH, ...rolledBack("1.0.1", "1.0.0")])).toBeUndefined();
  });

  it("bytes that somebody promoted by name since", () => {
    const again: Known = { version: "1.0.2", digest: SECOND, status: "verified" };
    const last: Known = { version: "1.0.3", digest: THIRD };
    const audit = [
      ...[...BOTH, returned("1.0.1", "1.0.0"), promoted("1.0.2", "override"), promoted("1.0.3")],
    ];
    expect(asked(SECOND, [ONE, TWO, again, last], last, audit)).toBeUndefined();
  });

  it("a version in production that one environment alone rolled back", () => {
    const audit = [...BOTH, promoted("1.0.2"), ...rolledBack("1.0.1", "1.0.0")];
    const back: Known = { ...TWO, status: "rolled_back" };
    expect(asked(THIRD, [ONE, back, THREE], THREE, audit)).toBeUndefined();
    expect(asked(FIRST, [ONE, back, THREE], THREE, audit)).toBeUndefined();
  });

  it("a decision that was begun and never carried out", () => {
    const begun = { ...returned("1.0.1", "1.0.0"), phase: "intent" } as const;
    expect(asked(SECOND, [ONE, TWO, THREE], THREE, [...BOTH, promoted("1.0.2"), begun])).toBeUndefined();
  });

  it("a task that was never promoted", () => {
    expect(
      keptOut({ task: "support_reply", registered: undefined, promptDigest: FIRST }, () => undefined),
    ).toBeUndefined();
  });
});

describe("a retired task", () => {
  it("stays out with whatever bytes", () => {
    const audit = [...BOTH, retired()];
    expect([SECOND, THIRD].map((digest) => sentence(asked(digest, [ONE, TWO], undefined, audit)))).toEqual([
      "the task was retired by ada on 2026-01-31: leaks units",
      "the task was retired by ada on 2026-01-31: leaks units",
    ]);
  });

  it("that somebody brought back by name is like any other", () => {
    const audit = [...BOTH, retired(), promoted("1.0.2")];
    expect(asked(SECOND, [ONE, TWO, THREE], THREE, audit)).toBeUndefined();
  });
});

it("bytes in quarantine are told as such, whatever people did about them since", () => {
  const bad: Known = { ...TWO, status: "quarantined" };
  const again: Known = { version: "1.0.2", digest: SECOND };
  const last: Known = { version: "1.0.3", digest: THIRD };
  const audit = [
    ...BOTH,
    ...rolledBack("1.0.1", "1.0.0", "deploy"),
    promoted("1.0.2", "override"),
    promoted("1.0.3"),
  ];
  expect(asked(SECOND, [ONE, bad, again, last], last, audit)).toEqual({
    ...{ kind: "quarantined", version: "1.0.1" },
  });
});

it.each(["deploy", "rollback"] as const)(
  "the record of a version still says why it was rolled back when the version or its task is retired (closed by a %s)",
  (closes) => {
    const audit = [...BOTH, ...rolledBack("1.0.1", "1.0.0", closes)];
    const statuses = [retired("1.0.1"), retired("1.0.0"), retired()].map((last) =>
      recordedTasks([...audit, last])
        .get("support_reply")
        ?.versions.map(({ status }) => status),
    );
    const why = closes === "deploy" ? "quarantined" : "rolled_back";
    expect(statuses).toEqual([
      ["promoted", why],
      ["archived", why],
      ["archived", why],
    ]);
  },
);

it("a retired version that somebody went back to is on record as promoted again", () => {
  const audit = [...BOTH, retired("1.0.0"), returned("1.0.1", "1.0.0")];
  const versions = recordedTasks(audit).get("support_reply")?.versions;
  expect(versions?.map(({ status }) => status)).toEqual(["promoted", "promoted"]);
});

it("bytes in quarantine stay so when their version was retired by a program that said only that", () => {
  const gone: Known = { ...TWO, status: "archived" };
  const audit = [...BOTH, ...rolledBack("1.0.1", "1.0.0", "deploy"), retired("1.0.1")];
  expect(asked(SECOND, [ONE, gone], ONE, audit)?.kind).toBe("quarantined");
});
