import { execFileSync } from "node:child_process";
import { projectFiles } from "../../architecture/project-files.ts";
import { PROJECT_ROOT } from "../../launcher/scratch-project.ts";

/** This project as other repositories call it: its files, as they are now, as the one commit of a new bare repository. Returns that commit. */
export function hubRepository(bare: string): string {
  const git = (args: readonly string[], input = ""): string =>
    execFileSync("git", args, {
      cwd: PROJECT_ROOT,
      env: { PATH: process.env["PATH"], ...WHO, GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null" },
      input,
      encoding: "utf8",
    });
  git(["init", "--quiet", "--bare", "--initial-branch=main", bare]);
  const at = [`--git-dir=${bare}`, `--work-tree=${PROJECT_ROOT}`];
  const files = projectFiles().filter((path) => path !== "node_modules");
  git([...at, "add", "--force", "--pathspec-from-file=-", "--pathspec-file-nul"], files.join("\0"));
  git([...at, "commit", "--quiet", "-m", "feat: a version"]);
  return git([...at, "rev-parse", "HEAD"]).trim();
}

const WHO = {
  GIT_AUTHOR_NAME: "Hub",
  GIT_AUTHOR_EMAIL: "hub@example.org",
  GIT_COMMITTER_NAME: "Hub",
  GIT_COMMITTER_EMAIL: "hub@example.org",
};
