import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Json, JsonObject } from "../../src/prompts/reading/json.ts";
import { actionRoutes } from "./github/action-routes.ts";
import { checkRoutes } from "./github/check-routes.ts";
import { deploymentRoutes } from "./github/deployment-routes.ts";
import { emptyState, type GithubState } from "./github/github-state.ts";
import { issueRoutes } from "./github/issue-routes.ts";
import { pullRoutes } from "./github/pull-routes.ts";
import { releaseRoutes } from "./github/release-routes.ts";
import {
  type Answer,
  ApiRefusal,
  type Call,
  isAllowed,
  type Permissions,
  type Route,
} from "./github/route.ts";
import { settingsRoutes } from "./github/settings-routes.ts";

/** One request as it came, with what it was answered. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Json;
  readonly status: number;
}

/** GitHub's REST interface for one repository on 127.0.0.1: state that stays, permissions that count, bodies that are checked. */
export interface FakeGithub {
  /** What `GITHUB_API_URL` is. */
  readonly url: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly state: GithubState;
  readonly requests: readonly SeenRequest[];
  /** A token that may do what its permissions say (`{ issues: "write" }`), as a job's; `login` is who writes with it. */
  issueToken(permissions: Permissions, login?: string): string;
  /** What a token may do; undefined for one that was never issued. */
  permissionsOf(token: string): Permissions | undefined;
  /** The next requests that fit are answered so, once each. */
  failNext(method: string, path: RegExp, status: number, headers?: Readonly<Record<string, string>>): void;
  /** The next request that fits gets no answer: its connection is cut. */
  cutNext(method: string, path: RegExp): void;
  close(): Promise<void>;
}

const ROUTES: readonly Route[] = [
  ...issueRoutes,
  ...pullRoutes,
  ...checkRoutes,
  ...deploymentRoutes,
  ...releaseRoutes,
  ...actionRoutes,
  ...settingsRoutes,
];

/** Everybody exists, under one number. */
const PERSON = /^\/(users\/[^/]+|orgs\/[^/]+\/teams\/[^/]+)$/;
const MEMBERSHIP = /^\/orgs\/([^/]+)\/teams\/([^/]+)\/memberships\/([^/]+)$/;

interface Holder {
  readonly permissions: Permissions;
  readonly login: string;
}

interface Fault {
  readonly method: string;
  readonly path: RegExp;
  /** 0 cuts the connection. */
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Starts it on a free port. Close it when the test is done. */
export async function startFakeGithub(repository = "acme/prompts"): Promise<FakeGithub> {
  const state = emptyState();
  const tokens = new Map<string, Holder>();
  const requests: SeenRequest[] = [];
  const faults: Fault[] = [];
  const server = createServer((request, response) => {
    void serve(request, response, { state, tokens, requests, faults, repository });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    repository,
    state,
    requests,
    issueToken: (permissions, login = "github-actions[bot]") => {
      const token = `ghs_fake${tokens.size + 1}`;
      tokens.set(token, { permissions, login });
      return token;
    },
    permissionsOf: (token) => tokens.get(token)?.permissions,
    failNext: (method, path, status, headers = {}) => {
      faults.push({ method, path, status, headers });
    },
    cutNext: (method, path) => {
      faults.push({ method, path, status: 0 });
    },
    close: () => close(server),
  };
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

interface House {
  readonly state: GithubState;
  readonly tokens: ReadonlyMap<string, Holder>;
  readonly requests: SeenRequest[];
  readonly faults: Fault[];
  readonly repository: string;
}

async function serve(request: IncomingMessage, response: ServerResponse, house: House): Promise<void> {
  const url = new URL(request.url ?? "/", "http://github.invalid");
  const { method = "GET" } = request;
  const body = parseBody(await textOf(request));
  const query = Object.fromEntries(url.searchParams);
  const answer = answerTo(request, { method, path: url.pathname, query, body }, house);
  house.requests.push({ method, path: url.pathname, query, body, status: answer.status });
  if (answer.status === 0) request.socket.destroy();
  else send(response, url, answer);
}

function answerTo(
  request: IncomingMessage,
  asked: Omit<SeenRequest, "status">,
  { state, tokens, faults, repository }: House,
): Answer {
  const { method, path, query, body } = asked;
  const blob = /^\/_blobs\/(\d+)$/.exec(path);
  if (blob !== null) return blobOf(state, Number(blob[1]));
  const at = faults.findIndex((fault) => fault.method === method && fault.path.test(path));
  const [fault] = at < 0 ? [] : faults.splice(at, 1);
  if (fault !== undefined) return { ...fault, body: { message: "it was told to fail" } };
  const holder = tokens.get(tokenOf(request));
  if (holder === undefined) return { status: 401, body: { message: "Bad credentials" } };
  if (PERSON.test(path)) return { status: 200, body: { id: 77 } };
  const member = MEMBERSHIP.exec(path);
  if (member !== null) return membershipOf(state, holder, member);
  const prefix = `/repos/${repository}`;
  if (path !== prefix && !path.startsWith(`${prefix}/`))
    return { status: 404, body: { message: "Not Found" } };
  if (path === prefix)
    return { status: 200, body: { full_name: repository, default_branch: "main", ...state.settings.about } };
  const rest = path.slice(prefix.length);
  for (const route of ROUTES) {
    const found = route.method === method ? route.path.exec(rest) : null;
    if (found === null) continue;
    if (!isAllowed(holder.permissions, route.needs))
      return { status: 403, body: { message: "Resource not accessible by integration" } };
    const parameters = found.slice(1).map((part) => decodeURIComponent(part));
    return run(route, { state, query, body, parameters, login: holder.login, repository });
  }
  return { status: 404, body: { message: `the fake knows no ${method} ${rest}` } };
}

function membershipOf(
  { teams }: GithubState,
  { permissions }: Holder,
  [, organization, team, login = ""]: readonly string[],
): Answer {
  if (!isAllowed(permissions, ["members:read"]))
    return { status: 403, body: { message: "Resource not accessible by integration" } };
  const isIn = teams.get(`${organization}/${team}`)?.includes(login) === true;
  return isIn ? { status: 200, body: { state: "active" } } : { status: 404, body: { message: "Not Found" } };
}

function run(route: Route, call: Call): Answer {
  try {
    return route.answer(call);
  } catch (refusal) {
    if (!(refusal instanceof ApiRefusal)) throw refusal;
    return { status: refusal.status, body: { message: refusal.message } };
  }
}

function blobOf(state: GithubState, id: number): Answer {
  const bytes = state.artifacts.find((artifact) => artifact.id === id)?.zip;
  return bytes === undefined ? { status: 404, body: null } : { status: 200, body: null, bytes };
}

const tokenOf = ({ headers }: IncomingMessage): string =>
  /^(?:token|bearer) (\S+)$/i.exec(headers.authorization ?? "")?.[1] ?? "";

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part as Uint8Array));
  return Buffer.concat(parts).toString("utf8");
}

const parseBody = (text: string): Json => (text === "" ? null : (JSON.parse(text) as Json));

function send(response: ServerResponse, url: URL, answer: Answer): void {
  const { body } = answer;
  const paged = Array.isArray(body)
    ? page(url, body)
    : isPagedObject(body)
      ? pagedObject(url, body)
      : { body };
  const headers = { ...answer.headers, ...("link" in paged ? { link: paged.link } : {}) };
  response.writeHead(answer.status, {
    "content-type": answer.bytes === undefined ? "application/json; charset=utf-8" : "application/zip",
    ...headers,
  });
  response.end(answer.bytes ?? (answer.status === 204 ? undefined : JSON.stringify(paged.body)));
}

interface Page {
  readonly body: Json;
  readonly link?: string;
}

/** As GitHub pages: 30 a page unless asked for more, never more than 100, and a `link` to the next one. */
function page(url: URL, all: readonly Json[]): Page {
  const size = Math.min(100, Number(url.searchParams.get("per_page") ?? "30"));
  const number = Number(url.searchParams.get("page") ?? "1");
  const body = all.slice((number - 1) * size, number * size);
  if (number * size >= all.length) return { body };
  const next = new URL(url.pathname + url.search, url.origin);
  next.searchParams.set("page", String(number + 1));
  return { body, link: `<${next.pathname}${next.search}>; rel="next"` };
}

const LISTS = ["check_runs", "workflow_runs", "artifacts", "environments", "secrets", "variables"] as const;

const listOf = (body: JsonObject): (typeof LISTS)[number] | undefined => LISTS.find((name) => name in body);

const isPagedObject = (body: Json): body is JsonObject =>
  body !== null && typeof body === "object" && !Array.isArray(body) && "total_count" in body;

function pagedObject(url: URL, body: JsonObject): Page {
  const name = listOf(body);
  const list = name === undefined ? undefined : body[name];
  if (name === undefined || !Array.isArray(list)) return { body };
  const { body: shown, ...link } = page(url, list);
  return { body: { ...body, [name]: shown }, ...link };
}
