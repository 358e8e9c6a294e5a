import { HostRefused } from "../../code-host.ts";
import type { ReleasePages } from "../../release-pages.ts";
import { ask, type GithubSettings, openOctokit } from "./github-requests.ts";

const NOT_FOUND = 404;

/** GitHub's releases. https://docs.github.com/en/rest/releases/releases */
export function createGithubReleases(settings: GithubSettings): ReleasePages {
  const { rest } = openOctokit(settings);
  const [owner = "", repo = ""] = settings.repository.split("/");
  const place = { owner, repo };
  return {
    hasTag: async (tag) =>
      (await foundBy("looking for a tag", () => rest.git.getRef({ ...place, ref: `tags/${tag}` }))) !==
      undefined,
    addressOf: async (tag) =>
      (await foundBy("looking for a release", () => rest.repos.getReleaseByTag({ ...place, tag })))?.data
        .html_url,
    publish: ({ tag, title, body }) =>
      ask("publishing a release", async () => {
        const { data } = await rest.repos.createRelease({ ...place, tag_name: tag, name: title, body });
        return data.html_url;
      }),
  };
}

async function foundBy<T>(what: string, question: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask(what, question);
  } catch (error) {
    if (error instanceof HostRefused && error.status === NOT_FOUND) return undefined;
    throw error;
  }
}
