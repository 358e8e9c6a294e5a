import {
  AUDIT_FILE,
  CONFIG_FILE,
  FOLDERS,
  REGISTRY_FILE,
  SCRATCH_FOLDER,
  TEMPORARY_FILES,
} from "../prompts/layout.ts";
import { emptyRegistryText } from "../prompts/records/registry-file.ts";
import type { AdoptedFile } from "./adopted-file.ts";
import { type CallerSource, callerWorkflows } from "./caller-workflows.ts";
import { ADOPTED_SCHEMAS, firstConfig } from "./first-config.ts";

/** What an adopting repository says about itself. */
export interface AdoptionWish {
  readonly mainBranch: string;
  /** Users and teams as CODEOWNERS names them; without any, that file is left alone. */
  readonly owners: readonly string[];
  /** Those who answer for thresholds and scorers, likewise; the owners where there are none. */
  readonly gateOwners: readonly string[];
  /** Whether CODEOWNERS names somebody for prompts already. */
  readonly hasOwners: boolean;
  /** Whether CODEOWNERS names somebody for the metadata already, who is left in charge. */
  readonly hasGateOwners: boolean;
  /** Whether CODEOWNERS names somebody for itself already, likewise. */
  readonly hasFileOwners: boolean;
  /** Where CODEOWNERS stands, or shall stand. */
  readonly codeownersPath: string;
  /** Whether npm's package.json is there to take scripts. */
  readonly hasManifest: boolean;
  /** Whether the repository is a copy of this tool's own, which has its lines and scripts. */
  readonly isTool: boolean;
  /** Whether git ignores node_modules already. */
  readonly ignoresPackages: boolean;
  /** Names of the commands that become scripts of npm. */
  readonly commands: readonly string[];
  /** Where the reusable workflows come from; without it no caller is written. */
  readonly workflows?: CallerSource;
}

/** GitHub takes the first of these that exists. https://docs.github.com/articles/about-code-owners */
export const CODEOWNERS_PATHS = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"] as const;

/** Everything that a repository needs for prompts to live in it, in the order in which people read it. */
export function adoptedFiles(wish: AdoptionWish): readonly AdoptedFile[] {
  const { mainBranch, owners, hasManifest, workflows } = wish;
  return [
    { kind: "seed", path: CONFIG_FILE, text: firstConfig(mainBranch) },
    { kind: "seed", path: REGISTRY_FILE, text: emptyRegistryText(ADOPTED_SCHEMAS) },
    ...folders(),
    ...(wish.isTool ? [] : [...gitLines(wish), ...(hasManifest ? [scripts(wish)] : [])]),
    ...(owners.length === 0 ? [] : [codeowners(wish)]),
    ...(workflows === undefined ? [] : callerWorkflows({ ...workflows, mainBranch })),
  ];
}

const gitLines = ({ hasManifest, ignoresPackages }: AdoptionWish): readonly AdoptedFile[] => [
  {
    kind: "lines",
    path: ".gitignore",
    title: "Prompts: caches, locks, local deployments and runs",
    lines: [...(hasManifest && !ignoresPackages ? ["node_modules/"] : []), ...IGNORED],
  },
  { kind: "lines", path: ".gitattributes", title: ATTRIBUTES_TITLE, lines: ATTRIBUTES },
];

/** Git keeps no empty folder. */
const folders = (): readonly AdoptedFile[] =>
  [FOLDERS.templates, FOLDERS.examples, FOLDERS.metadata].map((folder) => ({
    kind: "seed",
    path: `${folder}/.gitkeep`,
    text: "",
  }));

const IGNORED = [`${SCRATCH_FOLDER}/`, TEMPORARY_FILES, `${FOLDERS.evals}/**/run-*/`];

const ATTRIBUTES_TITLE =
  "Prompts: the same bytes everywhere, and logs and blocks that two branches may both add to";

const ATTRIBUTES = [
  "prompts/** text eol=lf",
  "pipelines/** text eol=lf",
  `${CONFIG_FILE} text eol=lf`,
  `${REGISTRY_FILE} text eol=lf merge=union`,
  `${AUDIT_FILE} text eol=lf merge=union`,
  `${FOLDERS.evals}/**/history.jsonl merge=union`,
  `${FOLDERS.production}/** linguist-generated`,
  `${FOLDERS.evals}/** linguist-generated`,
  `${FOLDERS.archive}/** linguist-generated`,
];

/**
 * Metadata last, since the last line that matches wins: who may change a threshold need not be who may change a word. The file itself
 * with it: who could change that alone could name themselves.
 */
function codeowners(wish: AdoptionWish): AdoptedFile {
  const { owners, gateOwners, hasGateOwners, hasFileOwners, codeownersPath } = wish;
  const who = owners.join(" ");
  const gate = (gateOwners.length === 0 ? owners : gateOwners).join(" ");
  const paths = ["/prompts/", "/pipelines/", `/${CONFIG_FILE}`, `/${REGISTRY_FILE}`, `/${AUDIT_FILE}`];
  return {
    kind: "lines",
    path: codeownersPath,
    title: "Prompts, and what decides about them; the last line that matches wins",
    lines: [
      ...[...paths, "/.github/workflows/prompts-*.yml"].map((path) => `${path} ${who}`),
      ...(hasGateOwners ? [] : [`/${FOLDERS.metadata}/ ${gate}`]),
      ...(hasFileOwners ? [] : [`/${codeownersPath} ${gate}`]),
    ],
  };
}

/** What only workflows call, and the tour of this project's own tasks, are no commands for people's hands. */
const NOT_BY_HAND = /^(lifecycle|plan-environments|publish-deployment|take-.+)$/;

function scripts({ commands }: AdoptionWish): AdoptedFile {
  const byHand = commands.filter((name) => !NOT_BY_HAND.test(name));
  const lines = byHand.map((name) => [name, `gpt-pipeline-hub ${name}`] as const);
  return { kind: "scripts", path: "package.json", scripts: Object.fromEntries(lines) };
}
