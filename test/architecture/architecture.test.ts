import { describe, expect, it } from "vitest";
import { projectSources } from "./project-files.ts";
import { readSource } from "./read-source.ts";
import { importsHaveNoCircle } from "./rules/cycles.ts";
import { environmentIsReadInCli } from "./rules/environment.ts";
import { testsAreHonest } from "./rules/honest-tests.ts";
import { namesSayWhatIsInside } from "./rules/names.ts";
import { pureFilesReachNoWorld } from "./rules/purity.ts";
import { roomsKeepTheirOrder } from "./rules/rooms.ts";
import { nothingIsTooLong } from "./rules/sizes.ts";
import { packagesHaveOneAdapter } from "./rules/vendors.ts";
import type { Rule } from "./source-file.ts";

const code = projectSources("src", "scripts");
const tests = projectSources("test");

const rules: readonly (readonly [string, Rule])[] = [
  ["rooms import only what the table allows", roomsKeepTheirOrder],
  ["imports have no circle", importsHaveNoCircle],
  ["a vendor package has exactly one adapter", packagesHaveOneAdapter],
  ["pure files reach no world", pureFilesReachNoWorld],
  ["process.env is read in src/cli alone", environmentIsReadInCli],
  ["no file or function is too long", nothingIsTooLong],
  ["names say what is inside", namesSayWhatIsInside],
];

describe("the project", () => {
  it.each(rules)("%s", (_, rule) => {
    expect(rule(code)).toEqual([]);
  });

  it("tests are honest", () => {
    expect(testsAreHonest(tests)).toEqual([]);
  });

  it("tests import in no circle", () => {
    expect(importsHaveNoCircle(tests)).toEqual([]);
  });
});

type Sources = Readonly<Record<string, string>>;

const long = (lines: number): string => "\n".repeat(lines);

const planted: readonly (readonly [string, Rule, Sources, string])[] = [
  [
    "a room that uses a higher room",
    roomsKeepTheirOrder,
    { "src/prompts/a.ts": 'import { b } from "../gate/b.ts";' },
    "src/prompts/a.ts:1: imports src/gate/b.ts, but prompts may not use gate.",
  ],
  [
    "a room that uses a higher room's types",
    roomsKeepTheirOrder,
    { "src/prompts/a.ts": 'import type { B } from "../gate/b.ts";' },
    "src/prompts/a.ts:1: imports src/gate/b.ts, but prompts may not use gate.",
  ],
  [
    "a room that uses a higher room late",
    roomsKeepTheirOrder,
    { "src/prompts/a.ts": '\nexport const b = () => import("../gate/b.ts");' },
    "src/prompts/a.ts:2: imports src/gate/b.ts, but prompts may not use gate.",
  ],
  [
    "a room that passes a higher room on",
    roomsKeepTheirOrder,
    { "src/prompts/a.ts": 'export { b } from "../gate/b.ts";' },
    "src/prompts/a.ts:1: imports src/gate/b.ts, but prompts may not use gate.",
  ],
  [
    "a type taken in place from a higher room",
    roomsKeepTheirOrder,
    { "src/prompts/a.ts": 'export type B = import("../gate/b.ts").B;' },
    "src/prompts/a.ts:1: imports src/gate/b.ts, but prompts may not use gate.",
  ],
  [
    "validation that uses an adapter of evaluation",
    roomsKeepTheirOrder,
    { "src/validation/a.ts": 'import { b } from "../evaluation/adapters/b.ts";' },
    "src/validation/a.ts:1: imports src/evaluation/adapters/b.ts, but validation may use only the pure files of evaluation.",
  ],
  [
    "a new room without a rule",
    roomsKeepTheirOrder,
    { "src/cellar/a.ts": "" },
    'src/cellar/a.ts: the room "cellar" has no rule. Add it to the table of who may import whom.',
  ],
  [
    "a script that reaches past cli",
    roomsKeepTheirOrder,
    { "scripts/a.ts": 'import { b } from "../src/gate/b.ts";' },
    "scripts/a.ts:1: imports src/gate/b.ts, but a script imports only from src/cli.",
  ],
  [
    "a room that imports a script",
    roomsKeepTheirOrder,
    { "src/cli/a.ts": 'import "../../scripts/b.ts";' },
    "src/cli/a.ts:1: imports scripts/b.ts, but nothing imports from scripts.",
  ],
  [
    "a circle, closed by a late import",
    importsHaveNoCircle,
    {
      "src/gate/a.ts": 'import { b } from "./b.ts";',
      "src/gate/b.ts": 'export const b = () => import("./a.ts");',
    },
    "circle of imports: src/gate/a.ts -> src/gate/b.ts -> src/gate/a.ts",
  ],
  [
    "a circle, closed by a type alone",
    importsHaveNoCircle,
    {
      "src/gate/a.ts": 'import type { B } from "./b.ts";',
      "src/gate/b.ts": 'import { a } from "./a.ts";',
    },
    "circle of imports: src/gate/a.ts -> src/gate/b.ts -> src/gate/a.ts",
  ],
  [
    "a package outside adapters",
    packagesHaveOneAdapter,
    { "src/gate/a.ts": 'import semver from "semver";' },
    "src/gate/a.ts: imports the package semver, which only an adapter may.",
  ],
  [
    "a package in two adapters, once under another entry",
    packagesHaveOneAdapter,
    {
      "src/gate/adapters/a.ts": 'import ajv from "ajv";',
      "src/prompts/adapters/b.ts": 'import type { A } from "ajv/dist/2020.js";',
    },
    "the package ajv is imported in 2 files: src/gate/adapters/a.ts, src/prompts/adapters/b.ts.",
  ],
  [
    "a pure file that reads the clock",
    pureFilesReachNoWorld,
    { "src/gate/a.ts": "export const now = () => Date.now();" },
    "src/gate/a.ts:1: pure, but uses Date.now.",
  ],
  [
    "a pure file that takes today's date",
    pureFilesReachNoWorld,
    { "src/gate/a.ts": "export const now = () => new Date();" },
    "src/gate/a.ts:1: pure, but uses Date.",
  ],
  [
    "a pure file that throws dice",
    pureFilesReachNoWorld,
    { "src/gate/a.ts": 'export const chance = () => Math["random"]();' },
    "src/gate/a.ts:1: pure, but uses Math.random.",
  ],
  [
    "a pure file that calls the network",
    pureFilesReachNoWorld,
    { "src/gate/a.ts": 'export const b = () => fetch("https://models.example");' },
    "src/gate/a.ts:1: pure, but uses fetch.",
  ],
  [
    "a pure file that reads the disk",
    pureFilesReachNoWorld,
    { "src/gate/a.ts": 'import { readFileSync } from "node:fs";' },
    "src/gate/a.ts:1: pure, but imports node:fs.",
  ],
  [
    "a pure file that takes more than a hash from node:crypto",
    pureFilesReachNoWorld,
    { "src/gate/a.ts": 'import { createHash, randomUUID } from "node:crypto";' },
    "src/gate/a.ts:1: pure, but imports node:crypto.",
  ],
  [
    "a pure file that reaches the disk through two adapters",
    pureFilesReachNoWorld,
    {
      "src/gate/a.ts": 'import { b } from "./adapters/b.ts";',
      "src/gate/adapters/b.ts": 'import { c } from "./c.ts";',
      "src/gate/adapters/c.ts": 'import "node:fs";',
    },
    "src/gate/a.ts:1: pure, but imports src/gate/adapters/b.ts, which touches the world.",
  ],
  [
    "an adapter that reads the environment",
    environmentIsReadInCli,
    { "src/deployment/adapters/a.ts": 'export const region = process.env["AWS_REGION"];' },
    "src/deployment/adapters/a.ts:1: reads process.env, which only src/cli may. Take the value as an argument.",
  ],
  [
    "a room that takes the environment out of process",
    environmentIsReadInCli,
    { "src/deployment/adapters/a.ts": "const { env } = process;" },
    "src/deployment/adapters/a.ts:1: reads process.env, which only src/cli may. Take the value as an argument.",
  ],
  [
    "a file that is too long",
    nothingIsTooLong,
    { "src/gate/a.ts": long(301) },
    "src/gate/a.ts: has 301 lines; the wall is 300.",
  ],
  [
    "a script that is too long",
    nothingIsTooLong,
    { "scripts/a.ts": long(41) },
    "scripts/a.ts: has 41 lines; the wall is 40.",
  ],
  [
    "a function that is too long",
    nothingIsTooLong,
    { "src/gate/a.ts": `\nexport const a = () => {${long(60)}};` },
    "src/gate/a.ts:2: a function of 61 lines; the wall is 60.",
  ],
  [
    "a default export",
    namesSayWhatIsInside,
    { "src/gate/a.ts": "export default 1;" },
    "src/gate/a.ts:1: a default export. Export it by name.",
  ],
  [
    "a file called for nothing",
    namesSayWhatIsInside,
    { "src/gate/string-utils.ts": "" },
    'src/gate/string-utils.ts: "utils" does not say what is inside.',
  ],
  [
    "a file in another case",
    namesSayWhatIsInside,
    { "src/gate/readFile.ts": "" },
    'src/gate/readFile.ts: "readFile" is not in kebab-case.',
  ],
  [
    "a test that replaces a module of ours",
    testsAreHonest,
    { "test/gate/a.test.ts": 'vi.mock("../src/gate/a.ts");' },
    "test/gate/a.test.ts:1: calls vi.mock.",
  ],
];

const parse = (sources: Sources) => Object.entries(sources).map(([path, text]) => readSource(path, text));

describe("every rule can fail", () => {
  it.each(planted)("%s is found", (_, rule, sources, message) => {
    expect(rule(parse(sources))).toEqual([message]);
  });
});

const allowed: readonly (readonly [string, Rule, Sources])[] = [
  [
    "a pure file around a package that only computes",
    pureFilesReachNoWorld,
    {
      "src/gate/a.ts": 'import { b } from "./adapters/b.ts";',
      "src/gate/adapters/b.ts": 'import { RE2JS } from "re2js";',
    },
  ],
  [
    "a pure file that knows the type of something worldly",
    pureFilesReachNoWorld,
    {
      "src/gate/a.ts": 'import type { B } from "./adapters/b.ts";',
      "src/gate/adapters/b.ts": 'import "node:fs";',
    },
  ],
  [
    "a clock, a date of a given instant, and a parameter with a worldly name",
    pureFilesReachNoWorld,
    {
      "src/gate/a.ts": "export const a = (process, { fetch }, at) => [process.exit, fetch(1), new Date(at)];",
    },
  ],
];

describe("no rule forbids what is fine", () => {
  it.each(allowed)("%s", (_, rule, sources) => {
    expect(rule(parse(sources))).toEqual([]);
  });
});
