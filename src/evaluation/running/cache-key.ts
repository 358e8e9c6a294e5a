import { canonicalJson } from "../../prompts/adapters/canonical-json.ts";
import { sha256 } from "../../prompts/sha256.ts";
import type { Request } from "../request.ts";

/** 64 hexadecimal digits: equal where the same provider would be asked the same thing for the same repeat. */
export type CacheKey = string;

/**
 * Makes the keys of one run. What its requests share (model, schema, tools) is digested once, as long as it is the same
 * object. `scope` tells apart providers that go by one name, for example by their base URL.
 */
export function createCacheKeys(scope: string): (request: Request, repeat: number) => CacheKey {
  const digestOfShared = createSharedDigest(scope);
  return (request, repeat) =>
    sha256(
      JSON.stringify([
        digestOfShared(request),
        repeat,
        request.messages.map(({ role, content }) => [role, content]),
      ]),
    );
}

function createSharedDigest(scope: string): (request: Request) => string {
  const known = new WeakMap<object, { readonly request: Request; readonly digest: string }>();
  return (request) => {
    const hit = known.get(request.model);
    if (hit !== undefined && sharesAllWith(hit.request, request)) return hit.digest;
    const { model, output, tools = [], tool_choice = null } = request;
    const digest = sha256(canonicalJson({ scope, model, output, tools, tool_choice }));
    known.set(request.model, { request, digest });
    return digest;
  };
}

function sharesAllWith(a: Request, b: Request): boolean {
  return a.output === b.output && a.tools === b.tools && a.tool_choice === b.tool_choice;
}
