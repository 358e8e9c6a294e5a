/** Runtime folders that git ignores: named in documents, absent from a clone. */
const NOT_IN_A_CLONE = /^(\.pipeline|dist|node_modules)(\/|$)/;
const ROOTS = /^(\.ci|\.github|bench|bin|demo|docs|infra|pipelines|prompts|schemas|scripts|src|test)\//;
const ROOT_FILE = /^[\w.-]+\.(md|json|yaml|yml|jsonl|ts)$/;

/**
 * The paths that a document names between backticks. `<name>` and `*` stand for any one part, `**` for any number; a path that ends
 * with a slash is a folder.
 */
export function namedPaths(markdown: string): readonly string[] {
  const spans = [...markdown.matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? "");
  const paths = spans.filter((span) => !/\s/.test(span) && (ROOTS.test(span) || ROOT_FILE.test(span)));
  return [...new Set(paths)].filter((path) => !NOT_IN_A_CLONE.test(path));
}

/** Those of the named paths that fit none of the project's files. */
export function missingPaths(markdown: string, files: readonly string[]): readonly string[] {
  return namedPaths(markdown).filter((path) => {
    const pattern = patternOf(path);
    return !files.some((file) => pattern.test(file));
  });
}

function patternOf(path: string): RegExp {
  const parts = path.replace(/\/$/, "/**").split(/(\*\*|\*|<[^<>]*>)/);
  const source = parts.map((part) => {
    if (part === "**") return ".*";
    if (part === "*" || part.startsWith("<")) return "[^/]+";
    return part.replace(/[.+^${}()|[\]\\?]/g, "\\$&");
  });
  return new RegExp(`^${source.join("")}(/.*)?$`);
}
