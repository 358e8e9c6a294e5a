import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PROJECT_ROOT } from "../launcher/scratch-project.ts";

const BUILT_FROM = ["bin", "schemas", "scripts", "src", "package.json", "package-lock.json", "tsconfig.json"];
const SHIPPED = ["Dockerfile", "README.md", "LICENSE"];

/** Folders below one temporary folder: where the package is packed, and somebody else's repository. */
export interface PackedPackage {
  readonly base: string;
  readonly tarball: string;
  /** An empty git repository with a package.json. */
  readonly adopter: string;
}

/** `npm pack` as a publisher runs it, on a copy, so that the build of this folder stays as it is. */
export function packPackage(): PackedPackage {
  const base = mkdtempSync(join(tmpdir(), "packed-"));
  const source = join(base, "source");
  for (const path of [...BUILT_FROM, ...SHIPPED])
    cpSync(join(PROJECT_ROOT, path), join(source, path), { recursive: true, preserveTimestamps: true });
  symlinkSync(join(PROJECT_ROOT, "node_modules"), join(source, "node_modules"));
  const [packed] = JSON.parse(
    npm(base, source, "pack", "--json", "--pack-destination", base).replace(/^[^[]*/, ""),
  );
  const adopter = join(base, "adopter");
  mkdirSync(adopter);
  run(base, adopter, "git", ["init", "--quiet", "--initial-branch=main"]);
  run(base, adopter, "git", ["config", "user.name", "Ada Author"]);
  run(base, adopter, "git", ["config", "user.email", "ada@example.org"]);
  npm(base, adopter, "init", "--yes");
  return { base, tarball: join(base, packed.filename), adopter };
}

/** npm without a network, with a cache of its own that is empty at first, and without anybody's settings. */
export const npm = (base: string, folder: string, ...args: readonly string[]): string =>
  run(base, folder, "npm", [...args]);

/** Standard output. Throws with what it said where it fails. */
export function run(base: string, folder: string, program: string, args: readonly string[]): string {
  return execFileSync(program, args, {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env["PATH"],
      HOME: join(base, "home"),
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: "/dev/null",
      npm_config_cache: join(base, "cache"),
      npm_config_userconfig: join(base, "no-npmrc"),
      npm_config_offline: "true",
      npm_config_audit: "false",
      npm_config_fund: "false",
      npm_config_update_notifier: "false",
    },
  });
}
