import type { Rule } from "../source-file.ts";

const DISHONEST = /^(vi\.(mock|doMock)|(it|test|describe)\.(only|skip|todo))$/;

/** No test replaces our own modules, is switched off, or switches the others off. `skipIf` says why at run time. */
export const testsAreHonest: Rule = (files) =>
  files.flatMap(({ path, calls }) =>
    calls
      .filter(({ name }) => DISHONEST.test(name))
      .map(({ name, line }) => `${path}:${line}: calls ${name}.`),
  );
