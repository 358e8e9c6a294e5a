import { describe, expect, it } from "vitest";
import type { Finding } from "../../src/adoption/doctor/finding.ts";
import { judgeMachine, type MachineFacts } from "../../src/adoption/doctor/machine.ts";
import { judgeKey, judgeModel, judgeReply, type ProviderFacts } from "../../src/adoption/doctor/provider.ts";
import {
  type CheckoutFacts,
  type ContentFacts,
  judgeCheckout,
  judgeContent,
} from "../../src/adoption/doctor/repository.ts";
import { completeConfig } from "../../src/prompts/yaml-formats.ts";

const MACHINE: MachineFacts = {
  node: "20.19.0",
  git: "git version 2.31.1 (Apple Git-130)",
  freeBytes: 5 * 1024 ** 3,
  writeRefusal: undefined,
  ports: [{ port: 8080, use: "the prompt service", isFree: true }],
  programs: [{ name: "docker", need: "images are built with it", version: "Docker version 27" }],
};
const CHECKOUT: CheckoutFacts = {
  isRepository: true,
  identity: "Ada <ada@example.org>",
  isShallow: false,
  remote: "https://example.org/a.git",
  branch: "main",
  head: "a".repeat(40),
  changedPaths: 0,
  unfinished: undefined,
};
const CONTENT: ContentFacts = {
  hasConfig: true,
  mainBranch: "main",
  problems: [],
  tasks: 2,
  unfinishedPlans: [],
  lockHolder: undefined,
};
const PROVIDER: ProviderFacts = {
  name: "acme",
  provider: { kind: "openai", key_env: "ACME_KEY" },
  key: "sk-12345678",
  models: [{ provider: "acme", name: "small-1", parameters: {} }],
};
const CONFIG = completeConfig({
  providers: {
    acme: {
      kind: "openai",
      models: {
        "small-1": { usd_per_mtok_in: 1, usd_per_mtok_out: 2 },
        old: { usd_per_mtok_in: 1, usd_per_mtok_out: 2, retires: "2026-06-30" },
      },
    },
  },
});
const model = (name: string) => ({ provider: "acme", name, parameters: {} });

const machine = (change: Partial<MachineFacts>) => judgeMachine({ ...MACHINE, ...change });
const checkout = (change: Partial<CheckoutFacts>) => judgeCheckout({ ...CHECKOUT, ...change }, CONTENT);
const content = (change: Partial<ContentFacts>) => judgeContent({ ...CONTENT, ...change });
const key = (change: Partial<ProviderFacts>) => [judgeKey({ ...PROVIDER, ...change })];
const reply = (status: number) => [
  judgeReply(CONFIG, model("small-1"), { kind: "error", class: "provider_fatal", status, message: "no" }),
];

const all = (...findings: readonly (readonly Finding[])[]): readonly Finding[] => findings.flat();

describe("a machine and a checkout in order", () => {
  it("have nothing to mend and nothing to know", () => {
    const findings = all(machine({}), checkout({}), content({}), key({}));
    expect(findings.filter(({ status }) => status !== "ok")).toEqual([]);
  });
});

const faults: readonly (readonly [string, readonly Finding[], string, "warn" | "fail"])[] = [
  ["an old Node", machine({ node: "20.18.9" }), "node", "fail"],
  ["an old git", machine({ git: "git version 2.30.9" }), "git", "fail"],
  ["no git", machine({ git: undefined }), "git", "fail"],
  ["a folder of somebody else", machine({ writeRefusal: "EACCES" }), "write", "fail"],
  ["a full disk", machine({ freeBytes: 1024 }), "disk", "fail"],
  ["a disk that fills", machine({ freeBytes: 1024 ** 3 - 1 }), "disk", "warn"],
  ["a port in use", machine({ ports: [{ port: 8080, use: "it", isFree: false }] }), "port 8080", "warn"],
  [
    "a missing docker",
    machine({ programs: [{ name: "docker", need: "x", version: undefined }] }),
    "docker",
    "warn",
  ],
  ["no repository", checkout({ isRepository: false }), "repository", "fail"],
  ["commits without an author", checkout({ identity: undefined }), "identity", "warn"],
  ["a shallow clone", checkout({ isShallow: true }), "history", "fail"],
  ["no first commit", checkout({ head: undefined }), "history", "warn"],
  ["no origin", checkout({ remote: undefined }), "remote", "warn"],
  ["a detached head", checkout({ branch: undefined }), "branch", "warn"],
  ["changes", checkout({ changedPaths: 3 }), "changes", "warn"],
  ["an unfinished merge", checkout({ unfinished: "a merge is not finished" }), "unfinished", "fail"],
  ["no configuration", content({ hasConfig: false }), "config", "fail"],
  ["another command that writes", content({ lockHolder: "process 7" }), "lock", "warn"],
  ["a plan that was left", content({ unfinishedPlans: ["promoting x 1.0.0"] }), "journal", "warn"],
  ["a missing key that tasks need", key({ key: undefined }), "provider acme", "fail"],
  ["a key with its quotes", key({ key: '"sk-12345678"' }), "provider acme", "fail"],
  ["a key with a line break", key({ key: "sk-12345678\n" }), "provider acme", "fail"],
  ["a model without a price", [judgeModel(CONFIG, model("new"), "2026-01-01")], "model acme/new", "fail"],
  ["a retired model", [judgeModel(CONFIG, model("old"), "2026-06-30")], "model acme/old", "fail"],
  ["a model that will retire", [judgeModel(CONFIG, model("old"), "2026-06-29")], "model acme/old", "warn"],
  ["a refused key", reply(401), "answer acme/small-1", "fail"],
  ["a model that is not there", reply(404), "answer acme/small-1", "fail"],
];

describe("what is in the way", () => {
  it.each(faults)("%s is found, and the finding says what mends it", (_, findings, name, status) => {
    const found = findings.filter((finding) => finding.status === "warn" || finding.status === "fail");
    expect(found).toEqual([{ name, status, found: expect.any(String), fix: expect.stringMatching(/\S/) }]);
  });

  it("no finding shows a key", () => {
    const shown = JSON.stringify(all(key({ key: " sk-12345678" }), key({}), key({ key: "sk-12345678\n" })));
    expect(shown).not.toContain("sk-1234");
  });

  it("a key that no task needs may be missing", () => {
    expect(key({ key: undefined, models: [] })).toMatchObject([{ status: "skip" }]);
  });
});
