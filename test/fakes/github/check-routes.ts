import { isJsonObject, type Json, type JsonObject } from "../../../src/prompts/reading/json.ts";
import type { FakeAnnotation, FakeCheckRun } from "./github-state.ts";
import {
  ApiRefusal,
  type Call,
  checkedBody,
  demand,
  found,
  type Kind,
  made,
  objectIn,
  type Route,
  textIn,
} from "./route.ts";

const STATUSES = ["queued", "in_progress", "completed"];
const CONCLUSIONS = [
  ...["action_required", "cancelled", "failure", "neutral", "success", "skipped", "timed_out"],
];
const LEVELS = ["notice", "warning", "failure"];
const MAX_TEXT = 65_535;
const MAX_ANNOTATIONS = 50;

const SHAPE: Readonly<Record<string, Kind>> = {
  ...{ "status?": "string", "conclusion?": "string", "details_url?": "string", "external_id?": "string" },
  ...{ "started_at?": "string", "completed_at?": "string", "output?": "object" },
};

export const checkRoutes: readonly Route[] = [
  {
    method: "POST",
    path: /^\/check-runs$/,
    needs: ["checks:write"],
    answer: (call) => {
      const given = checkedBody(call.body, { name: "string", head_sha: "string", ...SHAPE });
      const check: FakeCheckRun = {
        id: call.state.nextId(),
        name: textIn(given, "name"),
        head_sha: commitIn(given),
        external_id: textIn(given, "external_id"),
        ...{ status: "queued", conclusion: null, title: "", summary: "", text: "", annotations: [] },
      };
      change(check, given);
      call.state.checkRuns.push(check);
      return made(checkJson(check));
    },
  },
  {
    method: "PATCH",
    path: /^\/check-runs\/(\d+)$/,
    needs: ["checks:write"],
    answer: (call) => {
      const check = checkOf(call);
      change(check, checkedBody(call.body, { "name?": "string", ...SHAPE }));
      return found(checkJson(check));
    },
  },
  {
    method: "GET",
    path: /^\/commits\/([^/]+)\/check-runs$/,
    needs: ["checks:read"],
    answer: ({ state, parameters, query }) => {
      const fits = ({ head_sha, name }: FakeCheckRun): boolean =>
        head_sha === parameters[0] && (query["check_name"] === undefined || query["check_name"] === name);
      const all = state.checkRuns.filter(fits).map(checkJson);
      return found({ total_count: all.length, check_runs: all });
    },
  },
];

function commitIn(given: JsonObject): string {
  const sha = textIn(given, "head_sha");
  if (!/^[0-9a-f]{40}$/.test(sha)) throw new ApiRefusal(422, `No commit found for SHA: ${sha}`);
  return sha;
}

function change(check: FakeCheckRun, given: JsonObject): void {
  const conclusion = textIn(given, "conclusion");
  const status = textIn(given, "status") || (conclusion === "" ? check.status : "completed");
  if (!STATUSES.includes(status)) throw new ApiRefusal(422, `status ${status}`);
  if (conclusion !== "" && !CONCLUSIONS.includes(conclusion))
    throw new ApiRefusal(422, `conclusion ${conclusion}`);
  if (status === "completed" && conclusion === "" && check.conclusion === null)
    throw new ApiRefusal(422, "a completed check run needs a conclusion");
  check.status = status;
  if (conclusion !== "") check.conclusion = conclusion;
  if ("output" in given) output(check, objectIn(given, "output"));
}

function output(check: FakeCheckRun, given: JsonObject): void {
  checkedBody(given, { title: "string", summary: "string", "text?": "string", "annotations?": "list" });
  for (const key of ["summary", "text"] as const) {
    if (textIn(given, key).length > MAX_TEXT) throw new ApiRefusal(422, `${key} is too long`);
  }
  const { annotations } = given;
  const list = Array.isArray(annotations) ? annotations : [];
  if (list.length > MAX_ANNOTATIONS) throw new ApiRefusal(422, "No more than 50 annotations a request");
  check.title = textIn(given, "title");
  check.summary = textIn(given, "summary");
  check.text = textIn(given, "text");
  check.annotations.push(...list.map(annotation));
}

function annotation(value: Json): FakeAnnotation {
  const given = checkedBody(value, {
    ...{ path: "string", start_line: "number", end_line: "number", annotation_level: "string" },
    ...{ message: "string", "title?": "string", "start_column?": "number", "end_column?": "number" },
    "raw_details?": "string",
  });
  if (!LEVELS.includes(textIn(given, "annotation_level"))) throw new ApiRefusal(422, "annotation_level");
  if ("start_column" in given && given["start_line"] !== given["end_line"])
    throw new ApiRefusal(422, "columns need one line");
  if (textIn(given, "title").length > 255) throw new ApiRefusal(422, "title is too long");
  if (textIn(given, "message").length > 64 * 1024) throw new ApiRefusal(422, "message is too long");
  return value as unknown as FakeAnnotation;
}

const checkOf = ({ state, parameters }: Call): FakeCheckRun =>
  demand(state.checkRuns.find(({ id }) => id === Number(parameters[0])));

const checkJson = (check: FakeCheckRun): Json => {
  const { id, name, head_sha, external_id, status, conclusion, title, summary } = check;
  const count = { annotations_count: check.annotations.length };
  const json: Json = {
    id,
    name,
    head_sha,
    external_id,
    status,
    conclusion,
    output: { title, summary, ...count },
  };
  return isJsonObject(json) ? { ...json, html_url: `https://github.invalid/runs/${id}` } : json;
};
