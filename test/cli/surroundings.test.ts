import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LAUNCHER } from "../builders/command-process.ts";
import { anEvaluatedGround, type GitGround } from "../builders/git-ground.ts";
import { labelTemplate } from "../builders/label-task.ts";

let ground: GitGround;

beforeAll(async () => {
  ground = await anEvaluatedGround(["colour", "tone", "i_shade"]);
  await ground.must("promote", "--task", "colour", "--commit");
  ground.write({
    "prompts/00-templates/i_shade.yaml": `${labelTemplate("i_shade")}extra: 1\n`,
    "prompts/00-templates/tone.yaml": labelTemplate("tone", "Which {{tint}} is it?"),
  });
});

afterAll(() => ground.remove());

const PLAIN = { LC_ALL: "C", TZ: "UTC" };

/** The same command in other surroundings; an empty value takes the variable away. */
async function seenIn(environment: Readonly<Record<string, string>>, command: string): Promise<string> {
  const under = [
    "env",
    ...Object.entries(environment).map(([name, value]) =>
      value === "" ? `--unset=${name}` : `${name}=${value}`,
    ),
  ];
  const { exit, stdout, stderr } = await ground.runWith({ under }, command);
  return `${exit}\n${stdout}\n${stderr}`;
}

describe("the same repository says the same bytes [X9]", () => {
  const plainly: Record<string, string> = {};

  beforeAll(async () => {
    for (const command of ["validate", "status"]) plainly[command] = await seenIn(PLAIN, command);
  });

  it.each([
    [
      "in another time zone, in Turkish, where i has another capital",
      { LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8", TZ: "Pacific/Kiritimati" },
    ],
    ["without a home folder, a language or a name", { HOME: "", LANG: "", LC_ALL: "", USER: "", TZ: "UTC" }],
    [
      "where colour is refused, or asked for",
      { ...PLAIN, NO_COLOR: "1", FORCE_COLOR: "0", TERM: "xterm-256color" },
    ],
  ] as const)("%s", async (_, environment) => {
    for (const [command, wanted] of Object.entries(plainly)) {
      expect(wanted.length).toBeGreaterThan(50);
      expect(wanted).not.toContain("\u001b");
      expect(await seenIn(environment, command)).toBe(wanted);
    }
  });
});

describe("a reader that goes away [X8]", () => {
  const piped = (script: string) =>
    spawnSync("bash", ["--norc", "-c", `set -o pipefail; ${script}`], {
      encoding: "utf8",
      env: { PATH: process.env["PATH"], NODE: process.execPath, LAUNCHER, ROOT: ground.root },
    });

  it("is not talked about, and the exit code is the work's own", () => {
    const ended = piped('"$NODE" "$LAUNCHER" validate --root "$ROOT" | sleep 0');
    expect({ exit: ended.status, stderr: ended.stderr }).toEqual({ exit: 3, stderr: "" });
  });

  it("stops no promotion, even where nobody listens at all", () => {
    ground.git("checkout", "--quiet", "--", "prompts/00-templates");
    const ended = piped('"$NODE" "$LAUNCHER" promote --task tone --commit --root "$ROOT" 2>&1 | sleep 0');
    expect(ended.status).toBe(0);
    expect(ground.git("diff", "HEAD")).toBe("");
    expect(ground.read("prompt_registry.yaml")).toContain("tone:");
  });
});

const canMount = spawnSync("unshare", ["--mount", "true"]).status === 0;
const withMount = canMount ? "" : " (skipped: nothing may be mounted here)";

describe.skipIf(!canMount)(`a repository that cannot be written to [F7]${withMount}`, () => {
  const onReadOnly = (...flags: readonly string[]) => {
    const script = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"';
    return spawnSync(
      "unshare",
      [
        "--mount",
        "bash",
        "--norc",
        "-c",
        script,
        ground.root,
        process.execPath,
        LAUNCHER,
        ...flags,
        "--root",
        ground.root,
      ],
      { encoding: "utf8", env: { PATH: process.env["PATH"], HOME: "/nonexistent" } },
    );
  };

  it("is validated all the same", () => {
    const { status, stdout, stderr } = onReadOnly("validate");
    expect({ status, stderr }, stdout).toEqual({ status: 0, stderr: "" });
  });

  it("refuses a promotion with 8 before anything else, and says what could not be stored", () => {
    const before = ground.seen({ scratch: true });
    const { status, stderr } = onReadOnly("promote", "--task", "i_shade", "--commit");
    expect(status).toBe(8);
    expect(stderr).toMatch(/^error: .*could not be stored: EROFS.*\n$/);
    expect(ground.seen({ scratch: true })).toEqual(before);
  });
});
