import type { Json } from "../../../src/prompts/reading/json.ts";
import type { FakeComment, FakeIssue } from "./github-state.ts";
import {
  ApiRefusal,
  type Call,
  checkedBody,
  demand,
  found,
  made,
  type Route,
  textIn,
  textsIn,
} from "./route.ts";

const MAX_BODY = 65_536;

export const issueRoutes: readonly Route[] = [
  {
    method: "GET",
    path: /^\/issues\/(\d+)\/comments$/,
    needs: ["issues:read", "pull-requests:read"],
    answer: ({ state, parameters }) =>
      found(state.comments.filter(({ issue }) => issue === Number(parameters[0])).map(commentJson)),
  },
  {
    method: "POST",
    path: /^\/issues\/(\d+)\/comments$/,
    needs: ["issues:write", "pull-requests:write"],
    answer: (call) => {
      const { state, parameters, login } = call;
      const body = limited(textIn(checkedBody(call.body, { body: "string" }), "body"));
      const comment = { id: state.nextId(), issue: Number(parameters[0]), body, login, edits: 0 };
      state.comments.push(comment);
      return made(commentJson(comment));
    },
  },
  {
    method: "PATCH",
    path: /^\/issues\/comments\/(\d+)$/,
    needs: ["issues:write", "pull-requests:write"],
    answer: ({ state, parameters, body }) => {
      const comment = demand(state.comments.find(({ id }) => id === Number(parameters[0])));
      comment.body = limited(textIn(checkedBody(body, { body: "string" }), "body"));
      comment.edits += 1;
      return found(commentJson(comment));
    },
  },
  {
    method: "GET",
    path: /^\/issues$/,
    needs: ["issues:read"],
    answer: ({ state, query }) => {
      const labels = (query["labels"] ?? "").split(",").filter((label) => label !== "");
      const wanted = query["state"] ?? "open";
      const fits = (issue: FakeIssue): boolean =>
        (wanted === "all" || issue.state === wanted) && labels.every((label) => issue.labels.includes(label));
      return found(state.issues.filter(fits).map(issueJson));
    },
  },
  { method: "POST", path: /^\/issues$/, needs: ["issues:write"], answer: createIssue },
  {
    method: "GET",
    path: /^\/issues\/(\d+)$/,
    needs: ["issues:read"],
    answer: (call) => found(issueJson(issueOf(call))),
  },
  { method: "PATCH", path: /^\/issues\/(\d+)$/, needs: ["issues:write"], answer: changeIssue },
  {
    method: "POST",
    path: /^\/issues\/(\d+)\/assignees$/,
    needs: ["issues:write", "pull-requests:write"],
    answer: (call) => {
      const names = textsIn(checkedBody(call.body, { assignees: "list" }), "assignees");
      const issue = call.state.issues.find(({ number }) => number === Number(call.parameters[0]));
      if (issue !== undefined) issue.assignees = [...new Set([...issue.assignees, ...names])];
      return made({ assignees: names.map((login) => ({ login })) });
    },
  },
];

function createIssue({ state, body, login }: Call) {
  const given = checkedBody(body, {
    ...{ title: "string", "body?": "string", "labels?": "list", "assignees?": "list" },
  });
  const issue: FakeIssue = {
    number: state.nextId(),
    title: textIn(given, "title"),
    body: limited(textIn(given, "body")),
    state: "open",
    labels: textsIn(given, "labels"),
    assignees: textsIn(given, "assignees"),
    login,
  };
  state.issues.push(issue);
  return made(issueJson(issue));
}

function changeIssue(call: Call) {
  const given = checkedBody(call.body, {
    ...{ "title?": "string", "body?": "string", "state?": "string", "labels?": "list" },
    "state_reason?": "string",
  });
  const issue = issueOf(call);
  if ("title" in given) issue.title = textIn(given, "title");
  if ("body" in given) issue.body = limited(textIn(given, "body"));
  if ("labels" in given) issue.labels = textsIn(given, "labels");
  const state = textIn(given, "state");
  if (state === "open" || state === "closed") issue.state = state;
  else if (state !== "") throw new ApiRefusal(422, "state is open or closed");
  return found(issueJson(issue));
}

const issueOf = ({ state, parameters }: Call): FakeIssue =>
  demand(state.issues.find(({ number }) => number === Number(parameters[0])));

function limited(body: string): string {
  if ([...body].length > MAX_BODY)
    throw new ApiRefusal(422, "body is too long (maximum is 65536 characters)");
  return body;
}

const userJson = (login: string): Json => ({ login, type: login.endsWith("[bot]") ? "Bot" : "User" });

const commentJson = ({ id, body, login }: FakeComment): Json => ({
  id,
  body,
  user: userJson(login),
  html_url: `https://github.invalid/comments/${id}`,
});

const issueJson = ({ number, title, body, state, labels, assignees, login }: FakeIssue): Json => ({
  ...{ number, title, body, state },
  labels: labels.map((name) => ({ name })),
  assignees: assignees.map((name) => ({ login: name })),
  user: userJson(login),
  html_url: `https://github.invalid/issues/${number}`,
});
