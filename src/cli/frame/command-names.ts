import manifest from "../../../package.json" with { type: "json" };

const START = /^node bin\/gpt-pipeline-hub\.mjs ([a-z][a-z-]*)$/;

/** The commands, in the order in which package.json lists them as scripts. */
export const commandNames: readonly string[] = Object.entries(manifest.scripts)
  .filter(([name, line]) => START.exec(line)?.[1] === name)
  .map(([name]) => name);
