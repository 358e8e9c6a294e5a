import fc from "fast-check";
import { expect } from "vitest";
import { runWithFault } from "../builders/fault-runs.ts";
import { anEvaluatedGround, type GitGround } from "../builders/git-ground.ts";
import { labelTemplate } from "../builders/label-task.ts";

const GIT = ["--commit", "--push", "--quiet"] as const;
const PRODUCTION = "prompts/02-production/colour.yaml";
const WHY = ["--reason", "a random history"] as const;

/** What somebody does next. `which` chooses among the versions that are known then. */
export interface Act {
  readonly what: "promote" | "return" | "archive" | "deploy" | "roll back";
  readonly which: number;
  /** The call at which the command is killed; 0 lets it end. */
  readonly killAt: number;
}

const LAST_CALL = 20;

export const histories = (acts: readonly Act["what"][], length: number): fc.Arbitrary<readonly Act[]> =>
  fc.array(
    fc.record<Act>({
      what: fc.constantFrom(...acts),
      which: fc.nat({ max: 20 }),
      killAt: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: LAST_CALL })),
    }),
    { minLength: length, maxLength: length },
  );

/** Version 1.0.0 is in production and 1.0.1 after it. */
export async function aGroundWithHistory(): Promise<GitGround> {
  const ground = await anEvaluatedGround(["colour"]);
  await ground.must("promote", "--all-ready", ...GIT);
  return ground;
}

/**
 * Plays a history and demands afterwards what no history may break. Gives how many commands were killed. With `hourly` what runs every hour
 * follows each decision.
 */
export async function playHistory(
  start: GitGround,
  acts: readonly Act[],
  { hourly = false }: { readonly hourly?: boolean } = {},
): Promise<number> {
  const ground = start.copy();
  const history = new History(ground, hourly);
  try {
    for (const act of acts) await history.play(act);
    await history.demandAll();
    return history.kills;
  } finally {
    await ground.run("deploy", "--stop");
    ground.remove();
  }
}

class History {
  readonly #ground: GitGround;
  /** The bytes of every version that was ever seen in production. */
  readonly #seen = new Map<string, string>();
  readonly #isHourly: boolean;
  #wordings = 0;
  kills = 0;

  constructor(ground: GitGround, isHourly: boolean) {
    this.#ground = ground;
    this.#isHourly = isHourly;
    this.#look();
  }

  async play(act: Act): Promise<void> {
    const before = this.#live();
    const [command, ...flags] = await this.#lineFor(act);
    const ended =
      act.killAt === 0
        ? await this.#ground.run(command, ...flags)
        : await runWithFault(this.#ground, [command, ...flags], { kind: "kill", at: act.killAt });
    if (ended.exit === null) this.kills += 1;
    else expect([0, 3, 4, 5, 7], `${command} ${flags.join(" ")}: ${ended.stderr}`).toContain(ended.exit);
    this.#look();
    const isDecided = act.what !== "promote" && ended.exit === 0 && this.#live() !== before;
    if (this.#isHourly && isDecided) await this.#demandKeptOut(before);
  }

  /** What was just taken out of production is not promoted under another number by what runs every hour. */
  async #demandKeptOut(left: string): Promise<void> {
    const hourly = await this.#ground.run("promote", "--all-ready", ...GIT);
    expect(hourly, hourly.stderr).toMatchObject({ exit: 0 });
    this.#look();
    expect(this.#live()).not.toBe(left);
  }

  /** What production says, whatever version it is. */
  #live(): string {
    return this.#ground.has(PRODUCTION) ? this.#ground.read(PRODUCTION).replace(/^version: .*$/m, "") : "";
  }

  async #lineFor({ what, which }: Act): Promise<readonly [string, ...string[]]> {
    const known = [...this.#seen.keys()];
    const version = known[which % known.length] ?? "1.0.0";
    switch (what) {
      case "promote":
        await this.#write();
        return ["promote", "--task", "colour", "--tag", ...GIT];
      case "return":
        return ["promote", "--task", "colour", "--to", version, ...WHY, ...GIT];
      case "archive":
        return ["archive", "--task", "colour", "--version", version, ...WHY, ...GIT];
      case "deploy":
        return ["deploy", ...GIT];
      case "roll back":
        return ["rollback", "--task", "colour", ...WHY, ...GIT];
    }
  }

  /** An author changes the wording, commits that alone and evaluates it; what is half written is refused there with 3. */
  async #write(): Promise<void> {
    this.#wordings += 1;
    const path = "prompts/00-templates/colour.yaml";
    const text = labelTemplate("colour", `Which colour is it, number ${this.#wordings}?`);
    this.#ground.write({ [path]: text });
    this.#ground.git("commit", "--quiet", "-m", "feat(prompts): another wording", "--only", "--", path);
    this.#ground.git("push", "--quiet", "origin", "HEAD:refs/heads/main");
    const { exit, stderr } = await this.#ground.run("eval-runner", "--task", "colour", "--quiet");
    expect([0, 3], stderr).toContain(exit);
  }

  /** A version has the same bytes for ever. */
  #look(): void {
    if (!this.#ground.has(PRODUCTION)) return;
    const text = this.#ground.read(PRODUCTION);
    const version = /^version: "?([\d.]+)"?$/m.exec(text)?.[1] ?? "none";
    expect(text).toBe(this.#seen.get(version) ?? text);
    this.#seen.set(version, text);
  }

  async demandAll(): Promise<void> {
    const completing = await this.#ground.run("promote", "--all-ready", ...GIT);
    expect(completing, completing.stderr).toMatchObject({ exit: 0 });
    this.#look();
    const validated = await this.#ground.run("validate");
    expect(validated, validated.stdout).toMatchObject({ exit: 0 });
    const live = this.#ground.read(PRODUCTION);
    for (const [version, bytes] of this.#seen) {
      const path = `prompts/99-archive/colour/${version}.yaml`;
      if (bytes !== live || this.#ground.has(path)) expect(this.#ground.read(path)).toBe(bytes);
    }
    await this.#demandReturn();
  }

  /** One of the archived versions that may come back does, and validates. */
  async #demandReturn(): Promise<void> {
    for (const [version, bytes] of this.#seen) {
      const { exit } = await this.#ground.run("promote", "--task", "colour", "--to", version, ...WHY, ...GIT);
      if (exit !== 0) continue;
      expect(this.#ground.read(PRODUCTION)).toBe(bytes);
      expect(await this.#ground.run("validate")).toMatchObject({ exit: 0 });
      return;
    }
  }
}
