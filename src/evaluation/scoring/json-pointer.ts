import { isJsonObject, type Json, ownProperty } from "../../prompts/reading/json.ts";

/** The unescaped reference tokens of a JSON Pointer (RFC 6901), or undefined where the text is none. */
export function parsePointer(pointer: string): readonly string[] | undefined {
  if (pointer === "") return [];
  if (!pointer.startsWith("/") || /~(?![01])/.test(pointer)) return undefined;
  const unescaped = (token: string): string => token.replaceAll("~1", "/").replaceAll("~0", "~");
  return pointer.slice(1).split("/").map(unescaped);
}

/** The value that the tokens point to, or undefined where nothing is; inherited properties are never found. */
export function valueAt(root: Json | undefined, tokens: readonly string[]): Json | undefined {
  let value = root;
  for (const token of tokens) {
    if (Array.isArray(value)) value = elementAt(value, token);
    else if (isJsonObject(value)) value = ownProperty(value, token);
    else return undefined;
  }
  return value;
}

function elementAt(list: readonly Json[], token: string): Json | undefined {
  return /^(0|[1-9][0-9]*)$/.test(token) ? list[Number(token)] : undefined;
}
