import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { npm, packPackage } from "../../adoption/packed-package.ts";
import { aGithubSite, type GithubSite } from "./github-site.ts";
import { hubRepository } from "./hub-repository.ts";
import { closePromptSite } from "./prompt-site.ts";

export const HUB = "acme/gpt-pipeline-hub";

/** Who owns the first task. */
export const OWNER = "@grace";

export interface AdoptedSite {
  readonly site: GithubSite;
  /** The commit of `HUB` that the callers name. */
  readonly hubCommit: string;
  /** Starts the installed package's command in the author's clone, as its scripts in `package.json` do. */
  script(name: string, ...flags: readonly string[]): string;
  close(): Promise<void>;
}

/**
 * A repository that was empty but for a `package.json`, after `npm i -D` of the packed package without a network and its `init`, pushed to
 * main: nothing of the tool is in it but callers of the workflows in a repository beside it.
 */
export async function anAdoptedSite(): Promise<AdoptedSite> {
  const { base, tarball } = packPackage();
  const site = await aGithubSite({
    files: { "package.json": '{ "name": "catalogue", "private": true }\n' },
    stays: (environment) => /^(rollback|observe)$|^prompt-service-/.test(environment),
  });
  const root = join(site.folder, "author");
  const hubCommit = hubRepository(join(site.folder, "repositories", HUB));
  npm(base, root, "install", "--save-dev", tarball);
  const source = `${HUB}@${hubCommit}`;
  npm(base, root, "exec", "--", "gpt-pipeline-hub", "init", "--owner", "@acme/parts", "--workflows", source);
  site.author("main", {}, "feat: adopt the pipeline");
  return {
    ...{ site, hubCommit },
    script: (name, ...flags) => npm(base, root, "run", "--silent", name, "--", ...flags),
    close: async () => {
      await closePromptSite(site);
      rmSync(base, { recursive: true, force: true });
    },
  };
}

/** A first task from a table, left uncommitted in the author's clone. */
export function firstTask({ site, script }: AdoptedSite, task: string): void {
  const table = join(site.folder, "parts.csv");
  const rows = ["red", "blue"].flatMap((label) =>
    Array.from({ length: 12 }, (_, at) => `${label} part ${at + 1},${label}`),
  );
  writeFileSync(table, ["title,expected", ...rows, ""].join("\n"));
  script("new", "--task", task, "--from", table, "--owner", OWNER);
}
