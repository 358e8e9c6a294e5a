/**
 * Preloaded into a command with `node --import`: the Nth call that changes the repository at FAULT_ROOT kills the process
 * (FAULT=kill), tells it to stop (FAULT=SIGTERM, SIGINT), comes with a promise that nobody waits for and that fails
 * (FAULT=rejection), or fails with that error (FAULT=ENOSPC, EIO, EROFS). Without FAULT it only counts. The number of calls
 * is written to FAULT_COUNT when the process ends by itself. With FAULT=EXDEV every folder is a device of its own.
 *
 * What only looks, and what only waits for the disk, changes nothing that a killed process leaves behind: a kill before it is the same as
 * one before the next call that changes something, so that neither is a call that a kill could strike.
 */
import childProcess from "node:child_process";
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { dirname } from "node:path";

const { FAULT, FAULT_AT, FAULT_ROOT = "", FAULT_COUNT } = process.env;
const original = { ...fs };
let calls = 0;

function reach(call) {
  calls += 1;
  if (FAULT === undefined || calls !== Number(FAULT_AT)) return;
  if (FAULT === "kill") process.kill(process.pid, "SIGKILL");
  else if (FAULT.startsWith("SIG")) process.kill(process.pid, FAULT);
  else if (FAULT === "rejection") Promise.reject(new Error("injected, and nobody waits for it"));
  else throw Object.assign(new Error(`${FAULT}: injected, ${call}`), { code: FAULT });
}

const isInside = (path) => String(path).startsWith(`${FAULT_ROOT}/`);

/** Where only a kill makes a difference: taking a file away does not need room. */
const isKilling = [undefined, "kill", "SIGTERM", "SIGINT", "rejection"].includes(FAULT);

function refuseOtherDevice(call, from, to) {
  if (FAULT !== "EXDEV" || dirname(from) === dirname(to)) return;
  throw Object.assign(new Error(`EXDEV: injected, ${call} ${from} -> ${to}`), { code: "EXDEV" });
}

function watch(name, isOurs) {
  fs[name] = (...args) => {
    if (name === "renameSync" || name === "linkSync") refuseOtherDevice(name, ...args);
    if (isOurs(...args)) reach(name);
    return original[name](...args);
  };
}

watch("linkSync", isInside);
watch("renameSync", isInside);
watch("fsyncSync", () => !isKilling);
watch("writeFileSync", isInside);
watch("rmSync", (path) => isKilling && isInside(path) && original.existsSync(path));
watch("writeSync", () => !isKilling);

/** Git's words that change neither references nor files nor the index, as they are called here; every other word may. */
const LOOKING = new Set(
  (
    "rev-parse symbolic-ref status config diff check-ref-format merge-base for-each-ref " +
    "log show cat-file ls-files ls-tree ls-remote"
  ).split(" "),
);

/** The first word that is no option of git itself; `-c` has a value of its own. */
const wordOf = (args) => args.find((arg, at) => !arg.startsWith("-") && args[at - 1] !== "-c");

const { execFile } = childProcess;
childProcess.execFile = (file, args, ...rest) => {
  if (isKilling && file === "git" && !LOOKING.has(wordOf(args))) reach("git");
  return execFile(file, args, ...rest);
};

syncBuiltinESMExports();

process.on("exit", () => {
  if (FAULT_COUNT !== undefined) original.writeFileSync(FAULT_COUNT, String(calls));
});
