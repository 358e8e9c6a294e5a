import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findByArgument } from "../../src/deployment/adapters/service-process.ts";
import { LAUNCHER, type StartedCommand, startCommand } from "../builders/command-process.ts";
import { GitGround } from "../builders/git-ground.ts";

const PROJECT = join(LAUNCHER, "../..");
/** What this project keeps as a user of itself. */
const KEPT = [
  ...["prompts", "demo", "pipelines", "pipeline.config.yaml", "prompt_registry.yaml", "prompt_audit.jsonl"],
  ...[".gitignore", ".gitattributes"],
];

/** A tour of this project's own prompts, with a folder for temporary files that nothing else uses. */
export class GuidedTour {
  readonly ground = new GitGround(mkdtempSync(join(tmpdir(), "guided-tour-")));
  readonly #scratch = join(this.ground.base, "scratch");

  constructor() {
    mkdirSync(this.ground.root);
    mkdirSync(this.#scratch);
    for (const name of KEPT.filter((each) => existsSync(join(PROJECT, each)))) {
      cpSync(join(PROJECT, name), join(this.ground.root, name), { recursive: true });
    }
    this.ground.git("init", "--quiet", "--initial-branch=main");
    this.ground.git("config", "user.name", "Ada Author");
    this.ground.git("config", "user.email", "ada@example.org");
    this.ground.git("add", "--all", "--force");
    this.ground.git("commit", "--quiet", "-m", "feat: the prompts of this project");
  }

  start(...flags: readonly string[]): StartedCommand {
    const environment = { TMPDIR: this.#scratch };
    return startCommand("lifecycle", ["--root", this.ground.root, ...flags], { environment });
  }

  /** Files of the copy, and processes that work on it, that are still there. */
  left(): { readonly files: readonly string[]; readonly processes: number } {
    return { files: readdirSync(this.#scratch), processes: findByArgument(this.#scratch).length };
  }

  remove(): void {
    rmSync(this.ground.base, { recursive: true, force: true });
  }
}

/** Ends a tour with a signal once it has told a step, and gives how it ended. */
export async function stopAfter(
  tour: GuidedTour,
  step: string,
  signal: "SIGTERM" | "SIGINT",
): Promise<{ readonly exit: number | null; readonly stderr: string }> {
  const { process, ended } = tour.start();
  let told = "";
  process.stdout?.on("data", (text: string) => {
    const isNew = !told.includes(step);
    told += text;
    if (isNew && told.includes(step)) process.kill(signal);
  });
  const { exit, stderr } = await ended;
  if (!told.includes(step)) throw new Error(`the tour never told "${step}": ${told}${stderr}`);
  return { exit, stderr };
}
