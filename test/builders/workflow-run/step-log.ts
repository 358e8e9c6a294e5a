import type { Annotation, Texts } from "./site.ts";

interface RunnerCommand {
  readonly name: string;
  readonly properties: Texts;
  readonly message: string;
}

/** Commands by which a printed text could set variables or outputs: the runner refuses them. */
const REFUSED = ["set-env", "add-path", "set-output", "save-state"];

/** What a step printed, read as the runner reads it: annotations, masks, and everything else as text. */
export class StepLog {
  readonly annotations: Annotation[] = [];
  /** Names of refused commands. */
  readonly refused: string[] = [];
  readonly #masked: Set<string>;
  readonly #onLine: (line: string) => void;
  readonly #lines: string[] = [];
  #rest = "";
  #stopToken: string | undefined;

  /** `secrets` and what the step masks itself appear as `***`; `onLine` gets each line as it comes. */
  constructor(secrets: readonly string[], onLine: (line: string) => void) {
    this.#masked = new Set(secrets.filter((secret) => secret !== ""));
    this.#onLine = onLine;
  }

  get text(): string {
    return this.#lines.join("\n");
  }

  add(text: string): void {
    const parts = `${this.#rest}${text}`.split("\n");
    this.#rest = parts.pop() ?? "";
    for (const line of parts) this.#take(line);
  }

  end(): void {
    if (this.#rest !== "") this.#take(this.#rest);
    this.#rest = "";
  }

  #take(line: string): void {
    const command = this.#stopToken === undefined ? commandIn(line) : undefined;
    if (line === `::${this.#stopToken}::`) this.#stopToken = undefined;
    else if (command === undefined) this.#write(line);
    else this.#carryOut(command, line);
  }

  #carryOut({ name, properties, message }: RunnerCommand, line: string): void {
    if (name === "error" || name === "warning" || name === "notice") {
      this.annotations.push({ level: name, properties, message: this.#hide(message) });
      this.#write(`${name}: ${message}`);
    } else if (name === "add-mask") this.#masked.add(message);
    else if (name === "stop-commands") this.#stopToken = message;
    else if (REFUSED.includes(name)) this.refused.push(name);
    else this.#write(line);
  }

  #write(line: string): void {
    const shown = this.#hide(line);
    this.#lines.push(shown);
    this.#onLine(shown);
  }

  #hide(text: string): string {
    return [...this.#masked].reduce((shown, secret) => shown.replaceAll(secret, "***"), text);
  }
}

/** Blanks before it do not keep a line from being a command. */
function commandIn(line: string): RunnerCommand | undefined {
  const found = /^::([a-z-]+)(?: (.*?))?::(.*)$/.exec(line.trimStart());
  if (found === null) return undefined;
  const [, name = "", given = "", message = ""] = found;
  return { name, properties: propertiesIn(given), message: unescapeData(message) };
}

function propertiesIn(text: string): Texts {
  const pairs = text.split(",").filter((pair) => pair.includes("="));
  return Object.fromEntries(
    pairs.map((pair) => {
      const value = unescapeData(pair.slice(pair.indexOf("=") + 1));
      return [pair.slice(0, pair.indexOf("=")).trim(), value.replaceAll("%3A", ":").replaceAll("%2C", ",")];
    }),
  );
}

const unescapeData = (text: string): string =>
  text.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");
