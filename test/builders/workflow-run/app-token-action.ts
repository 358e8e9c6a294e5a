import type { ActionCall, ActionEnd } from "./site.ts";

const PERMISSION = "permission-";

/** `actions/create-github-app-token`: a token of the app, good for what the step asks, where the step has the app's key. */
export async function appToken({ inputs, site }: ActionCall): Promise<ActionEnd> {
  if ((inputs["app-id"] ?? "") === "" || (inputs["private-key"] ?? "") === "")
    throw new Error("the app's key is missing");
  if (site.appToken === undefined) throw new Error("no app is installed here");
  const asked = Object.entries(inputs).filter(([name]) => name.startsWith(PERMISSION));
  const permissions = Object.fromEntries(
    asked.map(([name, level]) => [name.slice(PERMISSION.length), level]),
  );
  return { outputs: { token: site.appToken(permissions) } };
}
