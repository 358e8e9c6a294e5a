import type { Site, Trigger } from "./site.ts";

/** The tree that workflows are read from: the commit that started the run, or what another repository has at a reference. */
export interface WorkflowSource {
  /** For people. */
  readonly name: string;
  read(path: string): string | undefined;
}

const FOREIGN = /^([^/\s]+\/[^/\s]+)\/(\.github\/workflows\/[^/\s]+\.ya?ml)@(\S+)$/;

export const startedSource = (site: Site, { commit }: Pick<Trigger, "commit">): WorkflowSource => ({
  name: `commit ${commit}`,
  read: (path) => site.readFile(commit, path),
});

/**
 * What a job's `uses` names. `./` is the tree of the workflow that calls, which need not be the run's own; `owner/name/path@ref` is
 * another repository's. Throws for anything else, and for a repository that is not there.
 */
export function calledSource(
  site: Site,
  from: WorkflowSource,
  call: string,
): { readonly source: WorkflowSource; readonly path: string } {
  if (call.startsWith("./")) return { source: from, path: call.slice(2) };
  const [, repository = "", path = "", ref = ""] = FOREIGN.exec(call) ?? [];
  if (path === "") throw new Error(`"${call}" names no workflow`);
  const { readForeignFile } = site;
  if (readForeignFile === undefined) throw new Error(`this site has no other repository: ${call}`);
  const name = `${repository} at ${ref}`;
  return { source: { name, read: (file) => readForeignFile(repository, ref, file) }, path };
}
