import { isJsonObject, type Json, type JsonObject } from "../../../src/prompts/reading/json.ts";
import type { GithubState } from "./github-state.ts";

export type Permissions = Readonly<Record<string, string>>;

export interface Call {
  readonly state: GithubState;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Json;
  readonly parameters: readonly string[];
  /** Who the token belongs to. */
  readonly login: string;
  readonly repository: string;
}

export interface Answer {
  readonly status: number;
  readonly body: Json;
  readonly bytes?: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Route {
  readonly method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  /** Of the path behind `/repos/owner/name`; groups are the parameters. */
  readonly path: RegExp;
  /** One of them is enough: `issues:write`. */
  readonly needs: readonly string[];
  answer(call: Call): Answer;
}

/** The interface says no. */
export class ApiRefusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export const found = (body: Json): Answer => ({ status: 200, body });
export const made = (body: Json): Answer => ({ status: 201, body });

/** Every token that sees the repository at all may read its metadata. */
export function isAllowed(permissions: Permissions, needs: readonly string[]): boolean {
  if (needs.includes("metadata:read")) return true;
  return needs.some((need) => {
    const [scope = "", level = ""] = need.split(":");
    const given = permissions[scope];
    return given === "write" || given === level;
  });
}

/** The thing with that number. Throws 404 where there is none. */
export function demand<T>(thing: T | undefined): T {
  if (thing === undefined) throw new ApiRefusal(404, "Not Found");
  return thing;
}

export type Kind = "string" | "number" | "boolean" | "object" | "list";

/**
 * A body that has the required keys, no unknown ones, and values of the right kind (`name` required, `name?` not). Throws
 * 422, as GitHub does, and for unknown keys too, which GitHub ignores but a reader of the code would not expect.
 */
export function checkedBody(body: Json, shape: Readonly<Record<string, Kind>>): JsonObject {
  if (!isJsonObject(body)) throw new ApiRefusal(422, "the body is no object");
  const kinds = new Map(Object.entries(shape).map(([key, kind]) => [key.replace("?", ""), kind]));
  const missing = Object.keys(shape).filter((key) => !key.endsWith("?") && !(key in body));
  const unknown = Object.keys(body).filter((key) => !kinds.has(key));
  const wrong = Object.entries(body).filter(
    ([key, value]) => kinds.has(key) && kindOf(value) !== kinds.get(key),
  );
  const faults = [
    ...missing.map((key) => `${key} is missing`),
    ...unknown.map((key) => `${key} is unknown`),
    ...wrong.map(([key]) => `${key} is no ${kinds.get(key)}`),
  ];
  if (faults.length > 0) throw new ApiRefusal(422, `Invalid request: ${faults.join(", ")}`);
  return body;
}

function kindOf(value: Json): Kind | "null" {
  if (value === null) return "null";
  if (Array.isArray(value)) return "list";
  return typeof value as Kind;
}

export function textIn(body: JsonObject, key: string): string {
  const value = body[key];
  return typeof value === "string" ? value : "";
}

export function textsIn(body: JsonObject, key: string): readonly string[] {
  const value = body[key];
  return Array.isArray(value) ? value.map(String) : [];
}

export function objectIn(body: JsonObject, key: string): JsonObject {
  const value = body[key] ?? null;
  return isJsonObject(value) ? value : {};
}
