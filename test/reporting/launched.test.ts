import { describe, expect, it } from "vitest";
import { launched, scriptNames } from "../../src/reporting/launched.ts";

describe("a command that a text names", () => {
  it.each([
    ["npm run status", "npx gpt-pipeline-hub status"],
    ["npm run promote -- --task a", "npx gpt-pipeline-hub promote --task a"],
    ["Run `npm run reconcile -- --fix`.", "Run `npx gpt-pipeline-hub reconcile --fix`."],
    ["npm run --silent deploy -- --json > FILE", "npx gpt-pipeline-hub deploy --json > FILE"],
  ])("%s, where it is no script, is started without npm's scripts", (text, without) => {
    expect(launched(text, new Set())).toBe(without);
  });

  it("is started as a script where package.json has it, and only that one", () => {
    const scripts = scriptNames('{"scripts":{"status":"gpt-pipeline-hub status"}}');
    expect(launched("npm run status, npm run deploy", scripts)).toBe(
      "npm run status, npx gpt-pipeline-hub deploy",
    );
  });

  it("stays as it is written where nobody looked", () => {
    expect(launched("npm run status", undefined)).toBe("npm run status");
  });
});

describe("the scripts of a package.json", () => {
  it("are those that start the command of their name, from the package or from this repository", () => {
    const manifest = JSON.stringify({
      scripts: {
        ...{ status: "gpt-pipeline-hub status", validate: "node bin/gpt-pipeline-hub.mjs validate" },
        ...{ test: "vitest", deploy: "./deploy.sh", promote: "gpt-pipeline-hub validate" },
      },
    });
    expect([...scriptNames(manifest)]).toEqual(["status", "validate"]);
  });

  it.each([undefined, "", "{", "[]", '{"scripts": 7}', '{"scripts": {"status": 7}}'])(
    "are none in %s",
    (manifest) => {
      expect(scriptNames(manifest).size).toBe(0);
    },
  );
});
