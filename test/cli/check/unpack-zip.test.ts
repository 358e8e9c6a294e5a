import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { unpackZip } from "../../../src/cli/adapters/unpack-zip.ts";
import { evidenceName } from "../../../src/cli/evidence/evidence-name.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "unpack-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const LIMITS = { files: 3, bytes: 1000 };

describe("an archive", () => {
  it("is unpacked with its folders", () => {
    unpackZip(zipSync({ "a/b/report.json": strToU8("{}") }), folder, LIMITS);
    expect(readFileSync(join(folder, "a/b/report.json"), "utf8")).toBe("{}");
  });

  it.each([
    ["a place outside of it", { "../evil": strToU8("x") }, "a place outside"],
    ["a place outside of it, further in", { "a/../../evil": strToU8("x") }, "a place outside"],
    ["an absolute place", { "/tmp/evil": strToU8("x") }, "a place outside"],
    ["a place of Windows", { "..\\evil": strToU8("x") }, "a place outside"],
    ["too many bytes", { a: new Uint8Array(1001) }, "too much"],
    ["too many files", Object.fromEntries(["a", "b", "c", "d"].map((n) => [n, strToU8(n)])), "too much"],
  ])("with %s is refused, and nothing is written", (_, files, why) => {
    expect(() => unpackZip(zipSync(files), folder, LIMITS)).toThrow(why);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("that is none is refused", () => {
    expect(() => unpackZip(strToU8("no"), folder, LIMITS)).toThrow("no ZIP file");
  });
});

describe("the name of an artifact", () => {
  it("is its run's evaluation digest", () => {
    expect(evidenceName(["d1"])).toBe("evidence-d1");
  });

  it("is one of all of them, in whatever order, for several", () => {
    expect(evidenceName(["d1", "d2"])).toBe(evidenceName(["d2", "d1", "d2"]));
    expect(evidenceName(["d1", "d2"])).toMatch(/^evidence-[0-9a-f]{64}$/);
  });

  it("is empty where there is nothing to keep", () => {
    expect(evidenceName([])).toBe("");
  });
});
