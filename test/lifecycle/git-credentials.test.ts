import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { gitCredentials } from "../../src/lifecycle/adapters/git/git-credentials.ts";

/** What git itself makes of the settings for an address. */
function headerFor(address: string, environment: NodeJS.ProcessEnv): string {
  const env = { PATH: process.env["PATH"], GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null" };
  const settings = { ...env, ...environment, ...gitCredentials(environment) };
  try {
    const args = ["config", "--get-urlmatch", "http.extraheader", address];
    return execFileSync("git", args, { env: settings, cwd: "/", encoding: "utf8" }).trim();
  } catch {
    return "";
  }
}

describe("the token for git", () => {
  const environment = { PIPELINE_GIT_TOKEN: "secret", GITHUB_SERVER_URL: "https://git.example.org/" };
  const basic = `AUTHORIZATION: basic ${Buffer.from("x-access-token:secret").toString("base64")}`;

  it("is shown to GitHub's server", () => {
    expect(headerFor("https://git.example.org/acme/prompts", environment)).toBe(basic);
    expect(headerFor("https://github.com/acme/prompts", { PIPELINE_GIT_TOKEN: "secret" })).toBe(basic);
  });

  it("is shown to no other server", () => {
    expect(headerFor("https://git.example.org.evil.example/acme/prompts", environment)).toBe("");
    expect(headerFor("https://github.com/acme/prompts", environment)).toBe("");
  });

  it("leaves settings alone that came by the environment", () => {
    const given = { GIT_CONFIG_COUNT: "1", GIT_CONFIG_KEY_0: "user.name", GIT_CONFIG_VALUE_0: "Ada" };
    expect(gitCredentials({ ...given, ...environment })).toMatchObject({ GIT_CONFIG_COUNT: "2" });
    expect(headerFor("https://git.example.org/a", { ...given, ...environment })).toBe(basic);
  });

  it("is not looked for where there is none", () => {
    expect(gitCredentials({ PIPELINE_GIT_TOKEN: "" })).toEqual({});
  });
});
