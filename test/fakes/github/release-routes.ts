import type { Json } from "../../../src/prompts/reading/json.ts";
import type { FakeRelease } from "./github-state.ts";
import { ApiRefusal, checkedBody, demand, found, made, type Route, textIn } from "./route.ts";

const MOST_CHARACTERS = 125_000;

/** A tag that is missing would be made by GitHub; here it is a mistake. */
export const releaseRoutes: readonly Route[] = [
  {
    method: "GET",
    path: /^\/git\/ref\/(.+)$/,
    needs: ["contents:read"],
    answer: ({ state, parameters: [name = ""] }) => {
      const sha = demand(state.refs.get(`refs/${name}`));
      return found({ ref: `refs/${name}`, object: { type: "tag", sha } });
    },
  },
  {
    method: "GET",
    path: /^\/releases\/tags\/(.+)$/,
    needs: ["contents:read"],
    answer: ({ state, repository, parameters: [tag = ""] }) =>
      found(releaseJson(demand(state.releases.find((release) => release.tag === tag)), repository)),
  },
  {
    method: "POST",
    path: /^\/releases$/,
    needs: ["contents:write"],
    answer: ({ state, body, repository }) => {
      const given = checkedBody(body, {
        ...{ tag_name: "string", "name?": "string", "body?": "string", "target_commitish?": "string" },
        ...{ "draft?": "boolean", "prerelease?": "boolean", "make_latest?": "string" },
      });
      const [tag, text] = [textIn(given, "tag_name"), textIn(given, "body")];
      if (!state.refs.has(`refs/tags/${tag}`)) throw new ApiRefusal(422, `no tag ${tag}`);
      if (state.releases.some((release) => release.tag === tag))
        throw new ApiRefusal(422, "Validation Failed: already_exists");
      if (text.length > MOST_CHARACTERS) throw new ApiRefusal(422, "body is too long (maximum is 125000)");
      const release: FakeRelease = { id: state.nextId(), tag, title: textIn(given, "name"), body: text };
      state.releases.push(release);
      return made(releaseJson(release, repository));
    },
  },
];

const releaseJson = ({ id, tag, title, body }: FakeRelease, repository: string): Json => ({
  ...{ id, tag_name: tag, name: title, body, draft: false, prerelease: false },
  html_url: `https://github.invalid/${repository}/releases/tag/${tag}`,
});
