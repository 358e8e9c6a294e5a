import type { AdoptedFile } from "./adopted-file.ts";
import { CALLERS, type Caller } from "./callers.ts";

/** The reusable workflows of one version: a repository on GitHub and a commit or tag of it. */
export interface CallerSource {
  /** `owner/name`. */
  readonly repository: string;
  /** 40 hexadecimal digits, or a tag. */
  readonly ref: string;
  /** The version that stands at that place, for people and for programs that raise it. */
  readonly version: string;
}

const SOURCE = /^([A-Za-z0-9][A-Za-z0-9-]*\/[A-Za-z0-9_.-]+)(?:@([A-Za-z0-9][A-Za-z0-9_./-]*))?$/;

/** `owner/name` or `owner/name@ref`; without a ref the tag of this version. Undefined for anything else. */
export function parseCallerSource(text: string, version: string): CallerSource | undefined {
  const [, repository, ref] = SOURCE.exec(text) ?? [];
  return repository === undefined ? undefined : { repository, ref: ref ?? `v${version}`, version };
}

const CALL = /^ *uses: ([^\s@]+)\/\.github\/workflows\/[a-z-]+\.yml@(\S+)(?: # v(\S+))?$/m;

/** What a caller that stands already calls, so that it is compared with the same place. */
export function callerSourceOf(text: string): CallerSource | undefined {
  const [, repository, ref, version] = CALL.exec(text) ?? [];
  if (repository === undefined || ref === undefined) return undefined;
  return { repository, ref, version: version ?? ref.replace(/^v/, "") };
}

/** Whether nobody can put other workflows behind the reference: a commit, not a tag. */
export const isPinned = ({ ref }: CallerSource): boolean => /^[0-9a-f]{40}$/.test(ref);

/** One file a workflow, each a call and nothing else, so that an upgrade changes one line. */
export function callerWorkflows(
  source: CallerSource & { readonly mainBranch: string },
): readonly AdoptedFile[] {
  return CALLERS.map((caller) => ({
    kind: "whole",
    path: callerPath(caller),
    text: renderCaller(caller, source),
  }));
}

/** The caller that every adopting repository with workflows has. */
export const FIRST_CALLER = ".github/workflows/prompts-check.yml";

const callerPath = ({ workflow }: Caller): string => `.github/workflows/prompts-${workflow}.yml`;

function renderCaller(caller: Caller, source: CallerSource & { readonly mainBranch: string }): string {
  const { workflow, about, inputs = {}, secrets } = caller;
  const { repository, ref } = source;
  return [
    `# ${about}`,
    `name: prompts ${workflow}`,
    "on:",
    ...eventLines(caller, source.mainBranch),
    "",
    "permissions: {}",
    "jobs:",
    "  prompts:",
    "    permissions:",
    ...Object.entries(caller.permissions)
      .sort()
      .map(([scope, access]) => `      ${scope}: ${access}`),
    `    uses: ${calledAt(workflow, source)}`,
    "    with:",
    `      hub-repository: ${repository}`,
    `      hub-ref: ${JSON.stringify(ref)}`,
    ...Object.keys(inputs).map((name) => `      ${name}: \${{ inputs.${name} }}`),
    ...(secrets.length === 0 ? [] : ["    secrets:"]),
    ...secrets.map((name) => `      ${name}: \${{ secrets.${name} }}`),
    "",
  ].join("\n");
}

function eventLines({ events, inputs }: Caller, mainBranch: string): readonly string[] {
  const given = events.map((line) => `  ${line.replace("MAIN", JSON.stringify(mainBranch))}`);
  if (inputs === undefined) return given;
  const form = Object.entries(inputs).map(([name, spec]) => `      ${name}: ${spec}`);
  return [...given, "  workflow_dispatch:", "    inputs:", ...form];
}

function calledAt(workflow: string, source: CallerSource): string {
  const version = isPinned(source) ? ` # v${source.version}` : "";
  return `${source.repository}/.github/workflows/${workflow}.yml@${source.ref}${version}`;
}
