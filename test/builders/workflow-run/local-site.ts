import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LocalAction, Site, Texts } from "./site.ts";

export interface LocalSite extends Site {
  /** All that the runs have told, in order. */
  readonly told: readonly string[];
  remove(): void;
}

export interface LocalSiteParts extends Partial<Omit<Site, "readFile" | "folder" | "tell">> {
  /** Workflow files by path, the same for every commit. */
  readonly files?: Texts;
  readonly tell?: (line: string) => void;
}

/** A site without a server: workflows from texts, tokens that nobody checks. */
export function aLocalSite(parts: LocalSiteParts = {}): LocalSite {
  const { files = {}, tell, ...given } = parts;
  const folder = mkdtempSync(join(tmpdir(), "workflow-run-"));
  const told: string[] = [];
  return {
    repository: "acme/prompts",
    serverUrl: "http://127.0.0.1:1",
    apiUrl: "http://127.0.0.1:1",
    token: () => "job-token",
    actions: {},
    machine: machineIn(folder),
    ...given,
    folder,
    readFile: (_, path) => files[path],
    tell: (line) => {
      told.push(line);
      tell?.(line);
    },
    told,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A machine that knows no settings of this one. */
export function machineIn(folder: string, ...paths: readonly string[]): Texts {
  const home = join(folder, "home");
  mkdirSync(home, { recursive: true });
  return {
    PATH: [...paths, process.env["PATH"] ?? ""].join(":"),
    HOME: home,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
  };
}

/** A stand-in that does nothing, for what a machine of this kind has already. */
export const nothingToDo: LocalAction = async () => ({});
