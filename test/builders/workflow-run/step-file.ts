/**
 * What a step wrote into `GITHUB_OUTPUT` or `GITHUB_ENV`: `name=value`, or `name<<DELIMITER` and lines up to it. Throws, as the runner
 * does, for a line that is neither and for a text without its end.
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#environment-files
 */
export function parseStepFile(text: string): Readonly<Record<string, string>> {
  const lines = text.split(/\r?\n/);
  const values: [string, string][] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    if (line === "") continue;
    const start = /^([^=]+?)<<(.+)$/.exec(line);
    if (start === null) values.push(assignment(line));
    else {
      const [, name = "", delimiter = ""] = start;
      const end = lines.indexOf(delimiter, at + 1);
      if (end === -1) throw new Error(`the text of ${name} does not end with ${delimiter}`);
      values.push([name, lines.slice(at + 1, end).join("\n")]);
      at = end;
    }
  }
  return Object.fromEntries(values);
}

function assignment(line: string): [string, string] {
  const at = line.indexOf("=");
  if (at < 1) throw new Error(`"${line}" is no name=value`);
  return [line.slice(0, at), line.slice(at + 1)];
}
