import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { appendAudit } from "../../src/lifecycle/records/audit-log.ts";
import { AUDIT_FILE, REGISTRY_FILE } from "../../src/prompts/layout.ts";
import { EMPTY_REGISTRY, type Registry, type RegistryTask } from "../../src/prompts/records/registry.ts";
import {
  EMPTY_REGISTRY_TEXT,
  editRegistryText,
  type RegistryChange,
} from "../../src/prompts/records/registry-file.ts";
import { sha256 } from "../../src/prompts/sha256.ts";
import { parseRegistryFile } from "../../src/prompts/yaml-formats.ts";
import { readProjectFile } from "../architecture/project-files.ts";
import { anAuditEntry } from "../builders/audit-entry.ts";
import { changedRegistry } from "../builders/changed-registry.ts";
import { aRegistryEnvironment } from "../builders/registry.ts";

const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
});

const TASKS = Array.from({ length: 40 }, (_, at) => `task-${String(at).padStart(2, "0")}`);

/** What promoting versions 1.0.0 to 1.0.<count - 1> of a task leaves in the registry. */
function promoted(task: string, count: number): RegistryTask {
  const digest = (at: number): string => sha256(`${task} 1.0.${at}`);
  const last = count - 1;
  return {
    production: {
      version: `1.0.${last}`,
      sha256: sha256(digest(last)),
      prompt_digest: digest(last),
      evidence: {
        kind: "run",
        run_id: `run-${task}-${last}`,
        report_sha256: sha256(`report ${digest(last)}`),
        evaluation_digest: sha256(`evaluation ${digest(last)}`),
      },
    },
    versions: Array.from({ length: count }, (_, at) => ({
      version: `1.0.${at}`,
      prompt_digest: digest(at),
      status: "promoted",
    })),
  };
}

/** A commit for `git fast-import`: many branches in one process. */
function branchCommit(branch: string, from: string, files: Readonly<Record<string, string>>): string {
  const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}\n`;
  const changes = Object.entries(files).map(([path, text]) => `M 100644 inline ${path}\n${data(text)}`);
  const who = "committer Ada <ada@example.org> 1700000000 +0000\n";
  return `commit refs/heads/${branch}\n${who}${data(branch)}from ${from}\n${changes.join("")}\n`;
}

class Merging {
  readonly root = mkdtempSync(join(tmpdir(), "merging-"));

  constructor(registry: string) {
    roots.push(this.root);
    this.git("init", "--quiet", "--initial-branch=main");
    this.git("config", "user.name", "Ada");
    this.git("config", "user.email", "ada@example.org");
    writeFileSync(join(this.root, ".gitattributes"), readProjectFile(".gitattributes"));
    this.write(REGISTRY_FILE, registry);
    this.write(AUDIT_FILE, "");
    this.git("add", "--all");
    this.git("commit", "--quiet", "-m", "base");
  }

  git(...args: readonly string[]): string {
    return execFileSync("git", ["-c", "gc.auto=0", ...args], {
      cwd: this.root,
      env: { PATH: process.env["PATH"], GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null" },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), "utf8");
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.root, path), text);
  }

  /** A branch of its own from the base for each change, then all of them merged into main. */
  mergeAll(changes: readonly RegistryChange[]): Registry | undefined {
    const [registry, audit] = [this.read(REGISTRY_FILE), this.read(AUDIT_FILE)];
    const base = this.git("rev-parse", "HEAD").trim();
    const commits = changes.map((change, at) => {
      const entry = anAuditEntry({ operation: `promote-${at}` });
      return branchCommit(`branch-${at}`, base, {
        [REGISTRY_FILE]: editRegistryText(registry, change),
        [AUDIT_FILE]: appendAudit(audit, [entry]),
      });
    });
    execFileSync("git", ["fast-import", "--quiet"], { cwd: this.root, input: commits.join("") });
    for (const at of changes.keys()) this.git("merge", "--quiet", "--no-edit", `branch-${at}`);
    return this.registry();
  }

  registry(): Registry | undefined {
    return parseRegistryFile(REGISTRY_FILE, Buffer.from(this.read(REGISTRY_FILE))).value;
  }
}

const all = (changes: readonly RegistryChange[], start = EMPTY_REGISTRY): Registry =>
  changes.reduce(changedRegistry, start);

const firstOf = (task: string): RegistryChange => ({ tasks: { [task]: promoted(task, 1) } });

it("forty branches that each promote another new task merge without a conflict", () => {
  const changes = TASKS.map(firstOf);
  const merging = new Merging(EMPTY_REGISTRY_TEXT);
  expect(merging.mergeAll(changes)).toEqual(all(changes));
  const entries = merging.read(AUDIT_FILE).trimEnd().split("\n");
  expect(new Set(entries.map((line) => JSON.parse(line).operation)).size).toBe(40);
});

it("forty branches that each promote another known task again merge without a conflict", () => {
  const start = all(TASKS.map(firstOf));
  const changes = TASKS.map((task) => ({ tasks: { [task]: promoted(task, 2) } }));
  const merging = new Merging(editRegistryText(EMPTY_REGISTRY_TEXT, start));
  expect(merging.mergeAll(changes)).toEqual(all(changes, start));
});

it("new tasks, next versions of their neighbours and a deployment merge without a conflict", () => {
  const few = TASKS.slice(0, 16);
  const [known, fresh] = [few.filter((_, at) => at % 2 === 0), few.filter((_, at) => at % 2 === 1)];
  const start: Registry = {
    ...all(known.map(firstOf)),
    environments: { "shop/local": aRegistryEnvironment() },
  };
  const changes: readonly RegistryChange[] = [
    ...fresh.map(firstOf),
    ...known.map((task) => ({ tasks: { [task]: promoted(task, 2) } })),
    { environments: { "shop/local": aRegistryEnvironment({ generation: 2, release: 2 }) } },
  ];
  const merging = new Merging(editRegistryText(EMPTY_REGISTRY_TEXT, start));
  expect(merging.mergeAll(changes.toReversed())).toEqual(all(changes, start));
});

it("what git merged is sorted and spaced again by the next command, and nothing else changes", () => {
  const changes = TASKS.slice(0, 6).toReversed().map(firstOf);
  const merging = new Merging(EMPTY_REGISTRY_TEXT);
  merging.mergeAll(changes);
  const next = firstOf("zebra");
  const written = editRegistryText(merging.read(REGISTRY_FILE), next);
  expect(written).toBe(editRegistryText(EMPTY_REGISTRY_TEXT, all([...changes, next])));
});

it("two branches that promote the same task never merge into a registry that can be read", () => {
  const start = all(TASKS.slice(0, 3).map(firstOf));
  const other = promoted("task-01", 2);
  const changes: readonly RegistryChange[] = [
    { tasks: { "task-01": promoted("task-01", 2) } },
    {
      tasks: {
        "task-01": { ...other, production: { ...other.production, sha256: sha256("other") } },
      } as never,
    },
  ];
  const merging = new Merging(editRegistryText(EMPTY_REGISTRY_TEXT, start));
  expect(merging.mergeAll(changes)).toBeUndefined();
});
