import type { HostRequests } from "../../adoption/github/read-host-settings.ts";
import { optionalText, runGit } from "../../lifecycle/adapters/git/git-process.ts";
import type { CommandContext } from "../frame/command.ts";
import { usage } from "../frame/parse-flags.ts";

const COMMAND = { name: "setup-github" };
const PLACE = /^[A-Za-z0-9][A-Za-z0-9-]*\/[A-Za-z0-9_.-]+$/;
/** `https://host/owner/name.git`, `git@host:owner/name.git`, `ssh://git@host/owner/name`. */
const REMOTE = /^(?:[a-z+]+:\/\/(?:[^@/]*@)?[^/]+\/|[^@/]+@[^:/]+:)([^/]+\/[^/]+?)(?:\.git)?\/?$/;

/** `owner/name` by flag, workflow or origin. Throws `Failure` with exit 2. */
export async function githubPlace({ flags, root, environment }: CommandContext): Promise<string> {
  const named = flags.text("repository") ?? environment["GITHUB_REPOSITORY"];
  const origin = optionalText(await runGit(root, environment, ["remote", "get-url", "origin"]));
  const place = named === undefined || named === "" ? REMOTE.exec(origin ?? "")?.[1] : named;
  if (place !== undefined && PLACE.test(place)) return place;
  throw usage(
    COMMAND,
    place === undefined
      ? "nothing says which repository on GitHub this is"
      : `"${place}" is no repository on GitHub`,
    "Give --repository OWNER/REPO.",
  );
}

/** Throws `Failure` with exit 2 where there is no token. */
export async function openHostRequests(
  { environment }: CommandContext,
  repository: string,
): Promise<HostRequests> {
  const token = environment["GITHUB_TOKEN"] || environment["GH_TOKEN"];
  if (token === undefined || token === "")
    throw usage(
      COMMAND,
      "GITHUB_TOKEN is not set, so that GitHub cannot be asked",
      "With the gh program: GITHUB_TOKEN=$(gh auth token) npm run setup-github -- --check",
    );
  const { createGithubRequests } = await import("../../lifecycle/adapters/github/github-requests.ts");
  const apiUrl = environment["GITHUB_API_URL"] || "https://api.github.com";
  return createGithubRequests({ repository, token, apiUrl });
}
