import type { Json } from "../../../src/prompts/reading/json.ts";
import type { FakePull } from "./github-state.ts";
import { ApiRefusal, type Call, checkedBody, demand, found, made, type Route, textIn } from "./route.ts";

export const pullRoutes: readonly Route[] = [
  {
    method: "GET",
    path: /^\/pulls$/,
    needs: ["pull-requests:read"],
    answer: ({ state, query, repository }) => {
      const wanted = query["state"] ?? "open";
      const fits = (pull: FakePull): boolean =>
        (wanted === "all" || pull.state === wanted) &&
        (query["head"] === undefined || query["head"] === labelOf(pull)) &&
        (query["base"] === undefined || query["base"] === pull.base.ref);
      return found(state.pulls.filter(fits).map((pull) => pullJson(pull, repository)));
    },
  },
  { method: "POST", path: /^\/pulls$/, needs: ["pull-requests:write"], answer: createPull },
  {
    method: "GET",
    path: /^\/pulls\/(\d+)$/,
    needs: ["pull-requests:read"],
    answer: (call) => found(pullJson(pullOf(call), call.repository)),
  },
  {
    method: "PATCH",
    path: /^\/pulls\/(\d+)$/,
    needs: ["pull-requests:write"],
    answer: (call) => {
      const given = checkedBody(call.body, { "title?": "string", "body?": "string", "state?": "string" });
      const pull = pullOf(call);
      if ("title" in given) pull.title = textIn(given, "title");
      if ("body" in given) pull.body = textIn(given, "body");
      if (given["state"] === "closed") pull.state = "closed";
      return found(pullJson(pull, call.repository));
    },
  },
  {
    method: "GET",
    path: /^\/issues\/(\d+)\/events$/,
    needs: ["issues:read", "pull-requests:read"],
    answer: (call) => found(pullOf(call).turned === true ? [{ event: "base_ref_changed" }] : []),
  },
  {
    method: "GET",
    path: /^\/pulls\/(\d+)\/files$/,
    needs: ["pull-requests:read"],
    answer: (call) => found(pullOf(call).files.map((filename) => ({ filename, status: "modified" }))),
  },
  {
    method: "GET",
    path: /^\/pulls\/(\d+)\/reviews$/,
    needs: ["pull-requests:read"],
    answer: (call) => {
      const { number } = pullOf(call);
      const own = call.state.reviews.filter(({ pull }) => pull === number);
      return found(
        own.map(({ login, state, body, commit }) => ({ user: { login }, state, body, commit_id: commit })),
      );
    },
  },
  {
    method: "GET",
    path: /^\/commits\/([^/]+)\/pulls$/,
    needs: ["pull-requests:read", "contents:read"],
    answer: ({ state, parameters, repository }) => {
      const [commit] = parameters;
      const has = ({ head, merged }: FakePull): boolean => head.sha === commit || merged === commit;
      return found(state.pulls.filter(has).map((pull) => pullJson(pull, repository)));
    },
  },
  {
    method: "GET",
    path: /^\/compare\/([0-9a-f]+)\.\.\.([0-9a-f]+)$/,
    needs: ["contents:read"],
    answer: ({ state, parameters: [base = "", commit = ""] }) => {
      const files = state.compare(base, commit).slice(0, 300);
      return found({ files: files.map((filename) => ({ filename, status: "modified" })) });
    },
  },
  {
    method: "GET",
    path: /^\/git\/ref\/(.+)$/,
    needs: ["contents:read"],
    answer: ({ state, parameters }) => {
      const ref = `refs/${parameters[0]}`;
      return found({ ref, object: { type: "commit", sha: demand(state.refs.get(ref)) } });
    },
  },
  { method: "POST", path: /^\/git\/refs$/, needs: ["contents:write"], answer: createRef },
];

function createPull({ state, body, login, repository }: Call) {
  const given = checkedBody(body, {
    ...{ title: "string", head: "string", base: "string", "body?": "string", "draft?": "boolean" },
    "maintainer_can_modify?": "boolean",
  });
  const [head, base] = [textIn(given, "head"), textIn(given, "base")];
  const isSame = (pull: FakePull): boolean => pull.state === "open" && pull.head.ref === head;
  if (state.pulls.some(isSame)) throw new ApiRefusal(422, `A pull request already exists for ${head}.`);
  const pull: FakePull = {
    number: state.nextId(),
    title: textIn(given, "title"),
    body: textIn(given, "body"),
    state: "open",
    draft: given["draft"] === true,
    head: { ref: head, sha: state.refs.get(`refs/heads/${head}`) ?? "", repository },
    base: { ref: base, sha: state.refs.get(`refs/heads/${base}`) ?? "" },
    files: [],
    login,
  };
  state.pulls.push(pull);
  return made(pullJson(pull, repository));
}

function createRef({ state, body }: Call) {
  const given = checkedBody(body, { ref: "string", sha: "string" });
  const [ref, sha] = [textIn(given, "ref"), textIn(given, "sha")];
  if (!/^refs\/(heads|tags)\/./.test(ref)) throw new ApiRefusal(422, "ref must begin with refs/");
  if (state.refs.has(ref)) throw new ApiRefusal(422, "Reference already exists");
  state.refs.set(ref, sha);
  return made({ ref, object: { type: "commit", sha } });
}

const pullOf = ({ state, parameters }: Call): FakePull =>
  demand(state.pulls.find(({ number }) => number === Number(parameters[0])));

const labelOf = ({ head }: FakePull): string => `${head.repository.split("/")[0]}:${head.ref}`;

const pullJson = (pull: FakePull, repository: string): Json => ({
  number: pull.number,
  title: pull.title,
  body: pull.body,
  state: pull.state,
  draft: pull.draft,
  head: { ref: pull.head.ref, sha: pull.head.sha, repo: { full_name: pull.head.repository } },
  base: { ref: pull.base.ref, sha: pull.base.sha, repo: { full_name: repository } },
  merged_at: pull.merged === undefined ? null : "2026-11-20T10:00:00Z",
  merge_commit_sha: pull.merged ?? null,
  user: { login: pull.login, type: pull.login.endsWith("[bot]") ? "Bot" : "User" },
  changed_files: pull.files.length,
  html_url: `https://github.invalid/${repository}/pull/${pull.number}`,
});
