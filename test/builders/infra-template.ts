import { readFileSync } from "node:fs";
import { parse } from "yaml";

export const TEMPLATE_FILE = "infra/prompt-service.yaml";

export interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}
interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  readonly DeletionPolicy?: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template's properties are as many as AWS has
  readonly Properties: any;
}
interface Template {
  readonly Parameters: Readonly<
    Record<string, { readonly Default?: string; readonly AllowedPattern?: string }>
  >;
  readonly Resources: Readonly<Record<string, Resource>>;
}

/** The short forms stay what they are written as: `!Ref X` reads `X`, a list of `!If` stays a list. */
const TAGS = ["Ref", "Sub", "GetAtt", "If", "Equals", "Not", "And", "Condition"].flatMap((name) => [
  { tag: `!${name}`, resolve: (value: string) => value },
  { tag: `!${name}`, collection: "seq" as const },
]);
const template = parse(readFileSync(TEMPLATE_FILE, "utf8"), { customTags: TAGS }) as Template;
export const { Parameters: parameters, Resources: resources } = template;

export const resource = (name: string): Resource => {
  const found = resources[name];
  if (found === undefined) throw new Error(`${TEMPLATE_FILE} has no resource ${name}`);
  return found;
};
/** What a role or a policy of the template allows. */
export const statementsOf = (name: string): readonly Statement[] => {
  const { PolicyDocument, PolicyText, Policies = [] } = resource(name).Properties;
  return [
    ...((PolicyDocument ?? PolicyText)?.Statement ?? []),
    ...Policies.flatMap(
      (each: { PolicyDocument: { Statement: Statement[] } }) => each.PolicyDocument.Statement,
    ),
  ];
};
/** The actions by the name of their statement. */
export const actionsOf = (name: string): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(statementsOf(name).map(({ Sid = "", Action }) => [Sid, [Action].flat()]));
