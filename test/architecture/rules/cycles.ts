import type { Rule, SourceFile } from "../source-file.ts";

/** No file reaches itself through imports, those of types alone included. One line a circle. */
export const importsHaveNoCircle: Rule = (files) => {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (file: SourceFile, trail: readonly string[]): void => {
    const since = trail.indexOf(file.path);
    if (since >= 0) found.push(`circle of imports: ${[...trail.slice(since), file.path].join(" -> ")}`);
    if (since >= 0 || done.has(file.path)) return;
    for (const next of neighbours(file, byPath)) visit(next, [...trail, file.path]);
    done.add(file.path);
  };
  for (const file of files) visit(file, []);
  return found;
};

function neighbours({ imports }: SourceFile, byPath: ReadonlyMap<string, SourceFile>): readonly SourceFile[] {
  return imports.flatMap(({ target }) => byPath.get(target) ?? []);
}
