import picomatch from "picomatch";

/** Whether a task belongs to a service: any of the globs (`*`, `billing-*`, `{a,b}`, `!not_this`) matches its id. */
export function matchTasks(globs: readonly string[]): (task: string) => boolean {
  const wanted = globs.filter((glob) => !glob.startsWith("!"));
  const unwanted = globs.filter((glob) => glob.startsWith("!")).map((glob) => glob.slice(1));
  const isWanted = picomatch(wanted.length === 0 ? ["*"] : wanted);
  const isUnwanted = picomatch(unwanted);
  return (task) => isWanted(task) && !(unwanted.length > 0 && isUnwanted(task));
}
