/**
 * Preloaded into a command with `node --import`: the Nth call that changes the repository at FAULT_ROOT kills the process
 * (FAULT=kill) or fails with that error (FAULT=ENOSPC, EIO, EROFS). Without FAULT it only counts. The number of calls is
 * written to FAULT_COUNT when the process ends by itself.
 */
import childProcess from "node:child_process";
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const { FAULT, FAULT_AT, FAULT_ROOT = "", FAULT_COUNT } = process.env;
const original = { ...fs };
let calls = 0;

function reach(call) {
  calls += 1;
  if (FAULT === undefined || calls !== Number(FAULT_AT)) return;
  if (FAULT === "kill") process.kill(process.pid, "SIGKILL");
  throw Object.assign(new Error(`${FAULT}: injected, ${call}`), { code: FAULT });
}

const isInside = (path) => String(path).startsWith(`${FAULT_ROOT}/`);

/** Where only a kill makes a difference: taking a file away does not need room. */
const isKilling = FAULT === undefined || FAULT === "kill";

function watch(name, isOurs) {
  fs[name] = (...args) => {
    if (isOurs(...args)) reach(name);
    return original[name](...args);
  };
}

watch("linkSync", isInside);
watch("renameSync", isInside);
watch("fsyncSync", () => true);
watch("writeFileSync", isInside);
watch("rmSync", (path) => isKilling && isInside(path) && original.existsSync(path));
watch("writeSync", () => !isKilling);

const { execFile } = childProcess;
childProcess.execFile = (file, ...rest) => {
  if (isKilling && file === "git") reach("git");
  return execFile(file, ...rest);
};

syncBuiltinESMExports();

process.on("exit", () => {
  if (FAULT_COUNT !== undefined) original.writeFileSync(FAULT_COUNT, String(calls));
});
