import { FunctionExpressionType, JSONPathEnvironment, JSONPathError, type JSONValue } from "json-p3";
import { compilePattern, InvalidPattern } from "../../prompts/adapters/regular-expression.ts";
import type { Json } from "../../prompts/reading/json.ts";

/** A text that is no JSONPath; the message says what of it. */
export class InvalidJsonPath extends Error {
  constructor(query: string, cause: Error) {
    super(`${JSON.stringify(query)} is no JSONPath: ${cause.message}`, { cause });
    this.name = "InvalidJsonPath";
  }
}

/** The values that a JSONPath (RFC 9535) selects, in document order. Throws `InvalidJsonPath`. */
export function compileJsonPath(query: string): (root: Json) => readonly Json[] {
  try {
    const compiled = environment().compile(query);
    return (root) => compiled.query(root as JSONValue).values() as readonly Json[];
  } catch (error) {
    if (!(error instanceof JSONPathError)) throw error;
    throw new InvalidJsonPath(query, error);
  }
}

/** The package's own `match` and `search` take exponential time on some patterns; these do not. */
function environment(): JSONPathEnvironment {
  const made = new JSONPathEnvironment();
  made.functionRegister.set(
    "match",
    patternFunction((pattern) => `^(?:${pattern})$`),
  );
  made.functionRegister.set(
    "search",
    patternFunction((pattern) => pattern),
  );
  return made;
}

/** As the RFC says, what is no text or no pattern matches nothing. */
function patternFunction(anchor: (pattern: string) => string) {
  return {
    argTypes: [FunctionExpressionType.ValueType, FunctionExpressionType.ValueType],
    returnType: FunctionExpressionType.LogicalType,
    call: (text: unknown, pattern: unknown): boolean =>
      typeof text === "string" && typeof pattern === "string" && matches(anchor(pattern), text),
  };
}

function matches(pattern: string, text: string): boolean {
  try {
    return compilePattern(pattern).test(text);
  } catch (error) {
    if (error instanceof InvalidPattern) return false;
    throw error;
  }
}
