import type { FileOutcome } from "../../adoption/adopted-file.ts";
import type { AdoptionWish } from "../../adoption/adopted-files.ts";
import { isPinned } from "../../adoption/caller-workflows.ts";
import { diffLines } from "../../reporting/adapters/line-diff.ts";
import { launched } from "../../reporting/launched.ts";
import type { Palette } from "../../reporting/terminal/palette.ts";

interface Style {
  readonly palette: Palette;
  readonly isDryRun: boolean;
  /** Whether the folder is a git repository. */
  readonly hasGit: boolean;
}

export interface AdoptionText {
  readonly text: string;
  readonly notes: readonly string[];
  /** Commands to run next. */
  readonly next: readonly string[];
}

/** What `init` did or would do, for people. */
export function renderAdoption(
  wish: AdoptionWish,
  outcomes: readonly FileOutcome[],
  style: Style,
): AdoptionText {
  const notes = [...notesOf(wish, style), ...outcomes.flatMap(takenNote)];
  const next = nextOf(wish, outcomes, style);
  const lines = [
    headline(outcomes, style),
    ...outcomes.flatMap((outcome) => outcomeLines(outcome, style)),
    ...notes.map((note) => `note: ${note}`),
    "next:",
    ...next.map((command) => `  ${command}`),
  ];
  return { text: lines.join("\n"), notes, next };
}

function headline(outcomes: readonly FileOutcome[], { palette, isDryRun }: Style): string {
  const written = outcomes.filter(({ action }) => action === "write" || action === "extend").length;
  if (written === 0) return `${palette.good("Nothing to write")}: all is there already.`;
  const files = `${written} ${written === 1 ? "file" : "files"}`;
  return isDryRun ? `${palette.note("Would write")} ${files}:` : `${palette.good("Wrote")} ${files}:`;
}

function outcomeLines(outcome: FileOutcome, { palette }: Style): readonly string[] {
  const { path } = outcome;
  switch (outcome.action) {
    case "write":
      return [`  ${palette.good("write ")}  ${path}`];
    case "extend":
      return [`  ${palette.good("extend")}  ${path}  ${palette.faint(`+ ${listed(outcome.added)}`)}`];
    case "keep":
      return [`  ${palette.faint(`keep    ${path}`)}`];
    case "refuse":
      return [`  ${palette.warn("leave ")}  ${path}: ${outcome.why}`];
    case "differs":
      return [
        `  ${palette.warn("keep  ")}  ${path}, which differs from this version's (- yours, + this version's):`,
        ...diffLines(outcome.found, outcome.text).flatMap(({ lines }) =>
          lines.map((line) => `            ${line}`),
        ),
      ];
  }
}

const SHOWN = 3;

function listed(lines: readonly string[]): string {
  const more = lines.length - SHOWN;
  return `${lines.slice(0, SHOWN).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function notesOf(
  { owners, hasOwners, hasManifest, workflows }: AdoptionWish,
  { hasGit }: Style,
): readonly string[] {
  return [
    ...(hasGit ? [] : ["this folder is no git repository yet; `git init` makes it one"]),
    ...(owners.length > 0 || hasOwners ? [] : ["no CODEOWNERS: name who answers with --owner @org/team"]),
    ...(workflows === undefined
      ? ["no workflows: name the repository that has them with --workflows OWNER/REPO@REF"]
      : tagNote(workflows)),
    ...(hasManifest ? [] : ["no package.json: start commands with `npx gpt-pipeline-hub NAME`"]),
  ];
}

function takenNote(outcome: FileOutcome): readonly string[] {
  const taken = "taken" in outcome ? (outcome.taken ?? []) : [];
  return taken.map((name) => `"${name}" is a script of your own; ours is \`npx gpt-pipeline-hub ${name}\``);
}

function tagNote(workflows: NonNullable<AdoptionWish["workflows"]>): readonly string[] {
  const { repository, ref } = workflows;
  return isPinned(workflows)
    ? []
    : [
        `the workflows are taken at the tag ${ref}, which its owners can move; the commit for --workflows ${repository}@COMMIT: git ls-remote https://github.com/${repository} "refs/tags/${ref}^{}" refs/tags/${ref}`,
      ];
}

function nextOf(
  { hasManifest, owners }: AdoptionWish,
  outcomes: readonly FileOutcome[],
  { isDryRun, hasGit }: Style,
): readonly string[] {
  const run = (command: string): string => launched(command, hasManifest ? undefined : new Set());
  const owner = owners[0] ?? "@org/team";
  return [
    ...(isDryRun ? ["npx gpt-pipeline-hub init"] : []),
    ...(hasGit || isDryRun ? [] : ["git init"]),
    ...(isDryRun ? [] : commitOf(outcomes)),
    run(`npm run new -- --task my_task --from data.csv --owner ${owner}`),
    run("npm run eval-runner -- --task my_task"),
    run("npm run doctor"),
  ];
}

function commitOf(outcomes: readonly FileOutcome[]): readonly string[] {
  const written = outcomes.filter(({ action }) => action === "write" || action === "extend");
  const tops = [...new Set(written.map(({ path }) => path.split("/")[0] ?? path))];
  if (tops.length === 0) return [];
  return [`git add ${tops.join(" ")}`, 'git commit -m "chore: adopt gpt-pipeline-hub"'];
}
