import type { Annotation } from "./site.ts";

/** What a step printed, read as the runner reads it: annotations, masks, and everything else as text. */
export interface StepLog {
  add(text: string): void;
  end(): void;
  readonly text: string;
  readonly annotations: readonly Annotation[];
  /** Commands by which a printed text could set variables: the runner fails the step. */
  readonly refused: readonly string[];
}

const COMMAND = /^::([a-z-]+)(?: (.*?))?::(.*)$/;

/** `secrets` and what the step masks itself appear as `***`; `onLine` gets each line as it comes. */
export function createStepLog(secrets: readonly string[], onLine: (line: string) => void): StepLog {
  const masked = new Set(secrets.filter((secret) => secret !== ""));
  const lines: string[] = [];
  const annotations: Annotation[] = [];
  const refused: string[] = [];
  let rest = "";
  let stopToken: string | undefined;
  const hide = (line: string): string =>
    [...masked].reduce((text, secret) => text.replaceAll(secret, "***"), line);
  const write = (line: string): void => {
    const shown = hide(line);
    lines.push(shown);
    onLine(shown);
  };
  const take = (line: string): void => {
    if (stopToken !== undefined) {
      if (line === `::${stopToken}::`) stopToken = undefined;
      else write(line);
      return;
    }
    const [, name, given = "", message = ""] = COMMAND.exec(line.trimStart()) ?? [];
    switch (name) {
      case "error":
      case "warning":
      case "notice":
        annotations.push({
          level: name,
          properties: properties(given),
          message: hide(unescapeData(message)),
        });
        write(`${name}: ${unescapeData(message)}`);
        return;
      case "add-mask":
        masked.add(unescapeData(message));
        return;
      case "stop-commands":
        stopToken = message;
        return;
      case "set-env":
      case "add-path":
      case "set-output":
      case "save-state":
        refused.push(name);
        return;
      default:
        write(line);
    }
  };
  return {
    add(text) {
      const parts = `${rest}${text}`.split("\n");
      rest = parts.pop() ?? "";
      for (const line of parts) take(line);
    },
    end() {
      if (rest !== "") take(rest);
      rest = "";
    },
    get text() {
      return lines.join("\n");
    },
    annotations,
    refused,
  };
}

function properties(text: string): Readonly<Record<string, string>> {
  const pairs = text.split(",").filter((pair) => pair.includes("="));
  return Object.fromEntries(
    pairs.map((pair) => [
      pair.slice(0, pair.indexOf("=")).trim(),
      unescapeData(pair.slice(pair.indexOf("=") + 1))
        .replaceAll("%3A", ":")
        .replaceAll("%2C", ","),
    ]),
  );
}

const unescapeData = (text: string): string =>
  text.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");
