import { expect, it } from "vitest";
import { aRepositoryInProduction, edited, PATHS, type Tree, withChanges } from "../builders/a-repository.ts";
import { type BrokenFile, beginningsOf } from "../builders/broken-file.ts";
import { aDigest } from "../builders/digest.ts";
import { linesOf } from "../builders/validated.ts";

const { registry: REGISTRY, production: PRODUCTION, archived: ARCHIVED, metadata: METADATA } = PATHS;
const promoted = aRepositoryInProduction();
const changed = (path: string, from: string, to: string): Tree => edited(promoted, path, from, to);
const without = (...paths: readonly string[]): Tree =>
  withChanges(promoted, Object.fromEntries(paths.map((path) => [path, null])));

const environment = (pins: string): string =>
  `environments:\n  shop/live:\n    release: 1\n    image: "sha256:${aDigest("e")}"\n    pins: ${pins}\n    status: verified\n    generation: 1\n`;

const pinned = (pins: string): Tree => changed(REGISTRY, "environments: {}\n", environment(pins));

const broken: readonly BrokenFile[] = [
  ["a promoted task has no problem", promoted, []],
  [
    "a hand edit of production is a problem",
    changed(PRODUCTION, "in one sentence", "in two sentences"),
    [
      `${PRODUCTION}:1:1: error[locked-file-changed] the locked file differs from what the registry recorded for version 1.1.0. Restore it from git`,
    ],
  ],
  [
    "another comment in a locked file is a hand edit too",
    changed(PRODUCTION, "LOCKED", "LOCKED!"),
    [`${PRODUCTION}:1:1: error[locked-file-changed]`],
  ],
  [
    "the registry points to a production file that exists",
    without(PRODUCTION),
    [
      `${REGISTRY}:6:5: error[registry-dangling] the registry has a production version, but ${PRODUCTION} does not exist`,
    ],
  ],
  [
    "the registry points to files that exist, even where nothing else of the task is left",
    without(PRODUCTION, PATHS.template, METADATA, PATHS.examples, PATHS.report, ARCHIVED),
    [
      `${REGISTRY}:6:5: error[registry-dangling] the registry has a production version`,
      `${REGISTRY}:10:7: error[evidence-missing]`,
      `${REGISTRY}:16:9: error[registry-dangling] version 1.0.0 is not in the archive`,
    ],
  ],
  [
    "the registry knows every production file and archived version",
    without(REGISTRY),
    [
      `${PRODUCTION}:1:1: error[registry-missing] a production file that the registry does not know`,
      `${METADATA}:18:10: error[version-mismatch] version is 1.1.0, but ${REGISTRY} says none`,
      `${ARCHIVED}:1:1: error[registry-missing] an archived version that the registry does not know`,
    ],
  ],
  [
    "production needs its metadata",
    without(METADATA),
    [`${PRODUCTION}:1:1: error[missing-file] the task has no metadata (${METADATA})`],
  ],
  [
    "a superseded version is in the archive",
    without(ARCHIVED),
    [`${REGISTRY}:16:9: error[registry-dangling] version 1.0.0 is not in the archive (${ARCHIVED})`],
  ],
  [
    "an archived version never changes",
    changed(ARCHIVED, "Answer.", "Answer!"),
    [
      `${ARCHIVED}:1:1: error[archive-changed] the archived file differs from what the registry recorded for version 1.0.0`,
    ],
  ],
  [
    "an archived version bears its own number",
    changed(ARCHIVED, 'version: "1.0.0"', 'version: "1.0.1"'),
    [`${ARCHIVED}:1:1: error[archive-changed]`],
  ],
  [
    "an archived file that cannot be read says why",
    changed(ARCHIVED, "id: ", "idd: "),
    [`${ARCHIVED}:5:1: error[missing-key]`, `${ARCHIVED}:5:1: error[unknown-key]`],
  ],
  [
    "the archive holds versions and nothing else",
    withChanges(promoted, {
      "prompts/99-archive/support_reply/notes.txt": "x",
      "prompts/99-archive/a/b/c/1.0.0.yaml": "x",
    }),
    [
      "prompts/99-archive/a/b/c/1.0.0.yaml:1:1: error[file-misplaced]",
      "prompts/99-archive/support_reply/notes.txt:1:1: error[file-misplaced]",
    ],
  ],
  [
    "the cited run is there",
    without(PATHS.report),
    [`${REGISTRY}:10:7: error[evidence-missing] ${PATHS.report} is cited as evidence and does not exist`],
  ],
  [
    "the cited report is the one that was cited",
    changed(PATHS.report, '"score":0.95', '"score":0.96'),
    [`${REGISTRY}:10:7: error[evidence-missing] ${PATHS.report} differs from the report that was cited`],
  ],
  [
    "the cited run evaluated what is in production",
    changed(REGISTRY, `evaluation_digest: "${aDigest("d")}"`, `evaluation_digest: "${aDigest("e")}"`),
    [`${REGISTRY}:10:7: error[evidence-missing] ${PATHS.report} is evidence of another evaluation`],
  ],
  [
    "metadata says the registry's version",
    changed(METADATA, 'version: "1.1.0"', 'version: "1.2.0"'),
    [`${METADATA}:18:10: error[version-mismatch] version is 1.2.0, but ${REGISTRY} says 1.1.0`],
  ],
  [
    "metadata of a promoted task has a version",
    changed(METADATA, 'version: "1.1.0"\n', ""),
    [`${METADATA}:1:1: error[version-mismatch] version is absent, but ${REGISTRY} says 1.1.0`],
  ],
  [
    "the production version is one of the versions",
    changed(REGISTRY, '- version: "1.1.0"', '- version: "1.0.9"'),
    [
      `${REGISTRY}:7:7: error[registry-dangling] version 1.1.0 is in production, but not in the list of versions`,
      `${REGISTRY}:19:9: error[registry-dangling] version 1.0.9 is not in the archive`,
    ],
  ],
  [
    "a bump as large as the change is fine",
    edited(
      changed(METADATA, "task: support_reply", "task: support_reply\nbump: major"),
      METADATA,
      "output: { type: string }",
      "output: { type: number }",
    ),
    [],
  ],
  [
    "a requested minor step does not cover an answer of another type",
    edited(
      changed(METADATA, "task: support_reply", "task: support_reply\nbump: minor"),
      METADATA,
      "output: { type: string }",
      "output: { type: number }",
    ),
    [
      `${METADATA}:2:7: error[bump-too-small] bump is minor, but the change from 1.1.0 is major. Write "major"`,
    ],
  ],
  [
    "a bump that is not requested is never too small",
    changed(METADATA, "output: { type: string }", "output: { type: number }"),
    [],
  ],
  [
    "nothing is held against a registry in conflict",
    withChanges(changed(REGISTRY, "tasks:", "<<<<<<< HEAD\ntasks:"), { [PRODUCTION]: null }),
    [
      `${REGISTRY}:4:1: error[conflict-marker] a merge conflict marker "<<<<<<<"`,
      `${REGISTRY}:4:1: error[yaml-syntax]`,
    ],
  ],
  ["an environment pins versions that the registry knows", pinned('{ support_reply: "1.0.0" }'), []],
  [
    "an environment pins no version that never was",
    pinned('{ support_reply: "0.9.0", other: "1.0.0" }'),
    [
      `${REGISTRY}:26:13: error[registry-dangling] shop/live pins support_reply to version 0.9.0`,
      `${REGISTRY}:26:37: error[registry-dangling] shop/live pins other to version 1.0.0`,
    ],
  ],
  [
    "a command that was stopped while writing is to be run again",
    withChanges(promoted, {
      ".pipeline/journal/promote-1f.json": '{"summary":"promoting support_reply 1.2.0"}',
      ".pipeline/journal/downgrade-2e.json": "{",
    }),
    [
      ".pipeline/journal/downgrade-2e.json:1:1: warning[unfinished-write] a command was stopped while writing. Run `npm run promote` again",
      ".pipeline/journal/promote-1f.json:1:1: warning[unfinished-write] a command was stopped while promoting support_reply 1.2.0. Run `npm run promote` again",
    ],
  ],
  [
    "a threshold keeps some distance from today's score",
    changed(METADATA, "threshold: 0.8", "threshold: 0.95"),
    [
      `${METADATA}:16:14: warning[noisy-threshold] with 24 examples and a score of 0.95, an unchanged prompt is blocked in`,
    ],
  ],
];

it.each(broken)("%s", (_, tree, beginnings) => {
  expect(beginningsOf(linesOf(tree), beginnings)).toEqual(beginnings);
});
