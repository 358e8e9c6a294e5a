const HEADER_USER = "x-access-token";
const DEFAULT_SERVER = "https://github.com";

/**
 * Git's settings for `PIPELINE_GIT_TOKEN`: only `GITHUB_SERVER_URL` is ever shown the token, and since the setting is a variable, no
 * file and no argument holds it. Empty where there is no token. https://git-scm.com/docs/git-config#ENVIRONMENT
 */
export function gitCredentials(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const token = environment["PIPELINE_GIT_TOKEN"];
  if (token === undefined || token === "") return {};
  const server = (environment["GITHUB_SERVER_URL"] ?? DEFAULT_SERVER).replace(/\/+$/, "");
  const count = Number(environment["GIT_CONFIG_COUNT"] ?? "0");
  const secret = Buffer.from(`${HEADER_USER}:${token}`).toString("base64");
  return {
    GIT_CONFIG_COUNT: String(count + 1),
    [`GIT_CONFIG_KEY_${count}`]: `http.${server}/.extraheader`,
    [`GIT_CONFIG_VALUE_${count}`]: `AUTHORIZATION: basic ${secret}`,
  };
}
