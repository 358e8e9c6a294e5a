import { RE2JS, RE2JSException } from "re2js";

/** One match. `groups[0]` is the first capture group; a group that took no part in the match is undefined. */
export interface PatternMatch {
  /** In UTF-16 units. */
  readonly index: number;
  readonly text: string;
  readonly groups: readonly (string | undefined)[];
  readonly named: Readonly<Record<string, string | undefined>>;
}

/** A compiled pattern that holds no state between calls; time is linear in the length of the text. */
export interface Pattern {
  readonly source: string;
  test(text: string): boolean;
  firstMatch(text: string): PatternMatch | undefined;
  /** Without overlap, from the left. */
  allMatches(text: string): readonly PatternMatch[];
}

export interface PatternFlags {
  readonly ignoreCase?: boolean;
  /** `^` and `$` match at line ends too. */
  readonly multiline?: boolean;
  /** `.` matches line ends too. */
  readonly dotAll?: boolean;
}

/** A pattern that the linear-time engine does not accept; the message says what of it. */
export class InvalidPattern extends Error {
  constructor(source: string, reason: string, cause: unknown) {
    super(`the pattern ${JSON.stringify(source)} cannot be compiled: ${reason}`, { cause });
    this.name = "InvalidPattern";
  }
}

/**
 * Compiles JavaScript's syntax without backreferences and lookahead, which no linear-time engine has
 * (https://github.com/google/re2/wiki/Syntax). Throws `InvalidPattern`.
 */
export function compilePattern(source: string, flags: PatternFlags = {}): Pattern {
  const compiled = compile(source, flags);
  return {
    source,
    test: (text) => compiled.test(text),
    firstMatch: (text) => {
      const found: RegExpExecArray | null = compiled.exec(text) as RegExpExecArray | null;
      return found === null ? undefined : matchOf(found);
    },
    allMatches: (text) => [...compiled.matchAll(text)].map((found) => matchOf(found as RegExpExecArray)),
  };
}

/** The same, compiled when it is first used: a long one takes 20 ms, which not every command needs to spend. */
export function lazyPattern(source: string, flags: PatternFlags = {}): () => Pattern {
  let pattern: Pattern | undefined;
  return () => {
    pattern ??= compilePattern(source, flags);
    return pattern;
  };
}

function compile(source: string, flags: PatternFlags): RE2JS {
  let bits = RE2JS.LOOKBEHINDS;
  if (flags.ignoreCase === true) bits |= RE2JS.CASE_INSENSITIVE;
  if (flags.multiline === true) bits |= RE2JS.MULTILINE;
  if (flags.dotAll === true) bits |= RE2JS.DOTALL;
  try {
    return RE2JS.compile(RE2JS.translateRegExp(source), bits);
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    throw new InvalidPattern(source, reasonOf(error.message), error);
  }
}

function reasonOf(message: string): string {
  const reason = message.replace(/^error parsing regexp: /, "");
  if (/Perl syntax: `\(\?[=!]/.test(reason)) return "lookahead is not supported";
  if (/invalid escape sequence: `\\[1-9]/.test(reason)) return "backreferences are not supported";
  return reason;
}

function matchOf(found: RegExpExecArray): PatternMatch {
  const [text = "", ...groups] = found;
  return { index: found.index, text, groups, named: found.groups ?? {} };
}
