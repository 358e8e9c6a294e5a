import { type Rule, roomOf } from "../source-file.ts";

/** Environment variables are read in one room, so that what a command depends on can be seen there. */
export const environmentIsReadInCli: Rule = (files) =>
  files
    .filter(({ path }) => roomOf(path) !== "cli")
    .flatMap(({ path, worldUses }) =>
      worldUses
        .filter(({ name }) => /^process(\.env\b|$)/.test(name))
        .map(
          ({ line }) =>
            `${path}:${line}: reads process.env, which only src/cli may. Take the value as an argument.`,
        ),
    );
