/**
 * Preloaded into a command with `node --import`: each outside effect that has happened on this machine (a file written or taken away below
 * EFFECTS_ROOT, a commit, a tag, a moved reference, a push) is a line in EFFECTS_LOG, in the order of their ends. After the EFFECTS_ATth
 * the process is killed. Calls to a cloud are counted where they arrive.
 */
import childProcess from "node:child_process";
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const { EFFECTS_ROOT = "", EFFECTS_LOG = "", EFFECTS_AT } = process.env;
const original = { ...fs };
let effects = 0;

function happened(what) {
  effects += 1;
  original.appendFileSync(EFFECTS_LOG, `${what}\n`);
  if (effects === Number(EFFECTS_AT)) process.kill(process.pid, "SIGKILL");
}

/** Locks say who is at work; they are no effect of it. */
const isInside = (path) =>
  String(path).startsWith(`${EFFECTS_ROOT}/`) && !String(path).startsWith(`${EFFECTS_ROOT}/.pipeline/lock`);

function watch(name, changed) {
  fs[name] = (...args) => {
    const path = changed(...args);
    const result = original[name](...args);
    if (path !== undefined) happened(`file ${name} ${String(path).slice(EFFECTS_ROOT.length + 1)}`);
    return result;
  };
}

watch("renameSync", (_, to) => (isInside(to) ? to : undefined));
watch("linkSync", (_, to) => (isInside(to) ? to : undefined));
watch("rmSync", (path) => (isInside(path) && original.existsSync(path) ? path : undefined));

const WRITING = ["commit", "tag", "update-ref", "push", "merge", "reset", "checkout"];

const { execFile } = childProcess;
childProcess.execFile = (file, args, ...rest) => {
  const child = execFile(file, args, ...rest);
  const word = file === "git" ? args.find((arg) => WRITING.includes(arg)) : undefined;
  if (word !== undefined) child.on("exit", (code) => code === 0 && happened(`git ${word}`));
  return child;
};

syncBuiltinESMExports();
