import { type Finding, failed, ok, skipped, warned } from "./finding.ts";

/** What a machine says about itself. */
export interface MachineFacts {
  /** As `process.versions.node` gives it. */
  readonly node: string;
  /** As `git --version` gives it; undefined where there is none. */
  readonly git: string | undefined;
  /** Free bytes where the repository is; undefined where the system does not tell. */
  readonly freeBytes: number | undefined;
  /** Why nothing can be written to the repository; undefined where it can. */
  readonly writeRefusal: string | undefined;
  readonly ports: readonly { readonly port: number; readonly use: string; readonly isFree: boolean }[];
  /** Programs that some service needs, by name; `version` is undefined where there is none. */
  readonly programs: readonly ProgramFact[];
}

export interface ProgramFact {
  readonly name: string;
  /** What needs it, for people; undefined where nothing does. */
  readonly need: string | undefined;
  readonly version: string | undefined;
}

const LEAST_NODE = [20, 19] as const;
/** Settings through GIT_CONFIG_COUNT: https://git-scm.com/docs/git#Documentation/git.txt-GITCONFIGCOUNT */
const LEAST_GIT = [2, 31] as const;
const GIB = 1024 ** 3;
const SCARCE_BYTES = GIB;
const TOO_FEW_BYTES = 50 * 1024 ** 2;

export function judgeMachine(facts: MachineFacts): readonly Finding[] {
  return [
    judgeNode(facts.node),
    judgeGit(facts.git),
    judgeWriting(facts.writeRefusal),
    judgeDisk(facts.freeBytes),
    ...facts.ports.map(judgePort),
    ...facts.programs.map(judgeProgram),
  ];
}

function judgeNode(version: string): Finding {
  return isAtLeast(version, LEAST_NODE)
    ? ok("node", version)
    : failed("node", `${version} is older than ${LEAST_NODE.join(".")}`, "nvm install 24 && nvm use 24");
}

function judgeGit(text: string | undefined): Finding {
  const version = /\d+(\.\d+)+/.exec(text ?? "")?.[0];
  if (version === undefined)
    return failed("git", "git does not start", "sudo apt-get install git, or brew install git");
  return isAtLeast(version, LEAST_GIT)
    ? ok("git", version)
    : failed(
        "git",
        `${version} is older than ${LEAST_GIT.join(".")}`,
        "sudo apt-get install git, or brew upgrade git",
      );
}

function isAtLeast(version: string, least: readonly [number, number]): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > least[0] || (major === least[0] && minor >= least[1]);
}

function judgeWriting(refusal: string | undefined): Finding {
  return refusal === undefined
    ? ok("write", "files can be written here")
    : failed("write", `nothing can be written here: ${refusal}`, 'sudo chown -R "$(id -u)" .');
}

function judgeDisk(freeBytes: number | undefined): Finding {
  if (freeBytes === undefined) return skipped("disk", "the system does not say how much is free");
  const found = `${(freeBytes / GIB).toFixed(1)} GiB free`;
  if (freeBytes < TOO_FEW_BYTES)
    return failed("disk", found, "npm cache clean --force, or free space otherwise");
  return freeBytes < SCARCE_BYTES
    ? warned("disk", found, "npm run archive -- --evals --keep 5, or free space otherwise")
    : ok("disk", found);
}

function judgePort({ port, use, isFree }: MachineFacts["ports"][number]): Finding {
  const name = `port ${port}`;
  if (isFree) return ok(name, `free, for ${use}`);
  return warned(name, `in use, so that ${use} cannot have it`, "PORT=8081 npm run serve");
}

function judgeProgram({ name, need, version }: ProgramFact): Finding {
  if (need === undefined) return skipped(name, "nothing here needs it");
  return version === undefined
    ? warned(name, `not found; ${need}`, `sudo apt-get install ${name === "aws" ? "awscli" : `${name}.io`}`)
    : ok(name, version);
}
