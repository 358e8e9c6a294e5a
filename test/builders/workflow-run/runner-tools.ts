import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../launcher/scratch-project.ts";
import { LAUNCHER } from "../command-process.ts";

const NODE_MODULES = join(PROJECT_ROOT, "node_modules");

const NPM = `#!/bin/bash
case "$1" in
  ci)
    [ ! -e package-lock.json ] || ln -sfn "${NODE_MODULES}" node_modules
    ;;
  run)
    shift
    name=$1
    shift
    [ "\${1:-}" = -- ] && shift
    launcher=bin/gpt-pipeline-hub.mjs
    [ -e "$launcher" ] || launcher="${LAUNCHER}"
    exec "${process.execPath}" "$launcher" "$name" "$@"
    ;;
  *)
    echo "this npm knows no $1" >&2
    exit 1
    ;;
esac
`;

/**
 * A folder for the path of a machine without a package registry: `npm ci` takes the packages of this tree, and `npm run NAME` starts
 * the command of the checkout it stands in; where that is prompts alone, there is nothing to install, and the command is this tree's.
 */
export function runnerTools(folder: string): string {
  const place = join(folder, "tools");
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, "npm"), NPM);
  chmodSync(join(place, "npm"), 0o755);
  return place;
}
