import type { Carried } from "./carried-prompts.ts";
import { withEntityTag } from "./entity-tag.ts";
import { jsonResponse, type ServiceRequest, type ServiceResponse } from "./exchange.ts";
import { identify } from "./live-identity.ts";
import { promptListResponse, promptResponse } from "./prompt-responses.ts";
import { readCall } from "./read-call.ts";
import { renderResponse } from "./render-prompt.ts";
import { RequestRefused, refusalResponse } from "./request-refused.ts";
import { type Providers, runPrompt } from "./run-prompt.ts";
import { selectPrompt } from "./select-prompt.ts";

export interface AppParts {
  readonly carried: Carried;
  readonly providers: Providers;
  /** Whether the service is on its way down: it still answers, and is not ready any more. */
  isStopping(): boolean;
}

export type App = (request: ServiceRequest) => Promise<ServiceResponse>;

type Handler = (request: ServiceRequest, task: string) => ServiceResponse | Promise<ServiceResponse>;

interface Route {
  readonly method: "GET" | "POST";
  readonly task: string;
  readonly handle: Handler;
}

/** The prompt service without HTTP: what it answers depends on the request, the prompts and the providers alone. */
export function createApp(parts: AppParts): App {
  const { carried, providers } = parts;
  const identity = identify(carried);
  const list = promptListResponse(carried);
  const select = (request: ServiceRequest, task: string) => selectPrompt(carried, task, request.query);
  const fixed: Readonly<Record<string, Handler>> = {
    "/healthz": () => jsonResponse(200, { status: "ok" }),
    "/readyz": () => readiness(parts),
    "/version": () => jsonResponse(200, identity),
    "/v1/prompts": (request) => withEntityTag(request, list),
  };
  const read: Handler = (request, task) =>
    withEntityTag(request, promptResponse(carried, select(request, task)));
  const actions: Readonly<Record<string, Handler>> = {
    render: async (request, task) => {
      const prompt = select(request, task);
      return renderResponse(prompt, await readCall(request, prompt.prompt));
    },
    run: async (request, task) => {
      const prompt = select(request, task);
      return runPrompt(prompt, await readCall(request, prompt.prompt), providers, request.signal);
    },
  };
  return (request) => answer(request, findRoute(request.path, { fixed, read, actions }));
}

async function answer(request: ServiceRequest, route: Route | undefined): Promise<ServiceResponse> {
  try {
    if (route === undefined) throw unknownRoute();
    const method = request.method === "HEAD" ? "GET" : request.method;
    if (method !== route.method) throw wrongMethod(route.method);
    return await route.handle(request, route.task);
  } catch (error) {
    if (error instanceof RequestRefused) return refusalResponse(error.refusal);
    throw error;
  }
}

interface Handlers {
  readonly fixed: Readonly<Record<string, Handler>>;
  readonly read: Handler;
  readonly actions: Readonly<Record<string, Handler>>;
}

function findRoute(path: string, handlers: Handlers): Route | undefined {
  const fixed = Object.hasOwn(handlers.fixed, path) ? handlers.fixed[path] : undefined;
  if (fixed !== undefined) return { method: "GET", task: "", handle: fixed };
  const [empty, v1, prompts, task, action, ...rest] = path.split("/");
  if (empty !== "" || v1 !== "v1" || prompts !== "prompts" || rest.length > 0) return undefined;
  if (task === undefined || task === "") return undefined;
  if (action === undefined) return { method: "GET", task, handle: handlers.read };
  const handle = Object.hasOwn(handlers.actions, action) ? handlers.actions[action] : undefined;
  return handle === undefined ? undefined : { method: "POST", task, handle };
}

function readiness({ carried, isStopping }: AppParts): ServiceResponse {
  if (isStopping()) return jsonResponse(503, { ready: false, reason: "the service is stopping" });
  const [changed] = carried.changedFiles;
  if (changed === undefined) return jsonResponse(200, { ready: true });
  return jsonResponse(503, { ready: false, reason: `${changed} is not the file that was released` });
}

function unknownRoute(): RequestRefused {
  const fix = "GET /v1/prompts lists the tasks; POST /v1/prompts/<task>/render or /run uses one.";
  return new RequestRefused({ status: 404, code: "unknown_route", message: "nothing is served here", fix });
}

function wrongMethod(method: "GET" | "POST"): RequestRefused {
  const allow = method === "GET" ? "GET, HEAD" : "POST";
  const message = `only ${allow} can be used here`;
  const headers = { allow };
  return new RequestRefused({
    status: 405,
    code: "method_not_allowed",
    message,
    fix: `Use ${method}.`,
    headers,
  });
}
