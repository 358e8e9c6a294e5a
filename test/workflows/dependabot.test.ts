import { expect, it } from "vitest";
import { projectFiles, readProjectFile } from "../architecture/project-files.ts";
import { dependabotFaults } from "./dependabot-faults.ts";

const text = readProjectFile(".github/dependabot.yml");

const PINNED: readonly (readonly [string, RegExp])[] = [
  ["npm", /(^|\/)package-lock\.json$/],
  ["github-actions", /^\.github\/workflows\//],
  ["pip", /(^|\/)requirements.*\.txt$/],
  ["gomod", /(^|\/)go\.mod$/],
];

it("whatever is pinned here is raised every week, in groups, and not in its first week", () => {
  const files = projectFiles();
  const pinned = PINNED.flatMap(([kind, name]) => (files.some((path) => name.test(path)) ? [kind] : []));
  expect(pinned).toEqual(["npm", "github-actions"]);
  expect(dependabotFaults(text, pinned)).toEqual([]);
});

it.each([
  [
    "a kind that nobody raises",
    "package-ecosystem: npm",
    "package-ecosystem: github-actions",
    "nobody raises npm",
  ],
  [
    "a kind that is not there",
    "package-ecosystem: npm",
    "package-ecosystem: pip",
    "there is no pip to raise",
  ],
  ["a release of today", "default-days: 7, semver", "default-days: 0, semver", "must be >= 7"],
  ["no cooldown at all", "    cooldown: { default-days: 7 }\n", "", "must have required property 'cooldown'"],
  ["a key that GitHub does not know", "cooldown:", "cool-down:", "must NOT have additional properties"],
  ["another rhythm", "interval: weekly", "interval: daily", "must be equal to constant"],
  ["a pull request for each package", 'patterns: ["*"]', "patterns: []", "must NOT have fewer than 1 items"],
])("%s is found", (_, from, to, found) => {
  expect(text).toContain(from);
  expect(dependabotFaults(text.replace(from, to), ["npm", "github-actions"]).join("\n")).toContain(found);
});
