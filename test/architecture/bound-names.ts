import { type BindingPattern, type ParamPattern, type Program, Visitor } from "oxc-parser";

/** Every name that the file declares anywhere: imports, variables, functions, parameters. */
export function boundNames(program: Program): ReadonlySet<string> {
  const names = new Set<string>();
  const bindAll = ({ params }: { readonly params: readonly ParamPattern[] }): void => {
    for (const parameter of params) bindParameter(parameter, names);
  };
  new Visitor({
    ImportDeclaration({ specifiers }) {
      for (const { local } of specifiers) names.add(local.name);
    },
    FunctionDeclaration(node) {
      if (node.id !== null) names.add(node.id.name);
      bindAll(node);
    },
    FunctionExpression: bindAll,
    ArrowFunctionExpression: bindAll,
    VariableDeclarator({ id }) {
      bind(id, names);
    },
  }).visit(program);
  return names;
}

function bindParameter(parameter: ParamPattern, names: Set<string>): void {
  if (parameter.type === "TSParameterProperty") return;
  bind(parameter.type === "RestElement" ? parameter.argument : parameter, names);
}

function bind(pattern: BindingPattern, names: Set<string>): void {
  switch (pattern.type) {
    case "Identifier":
      names.add(pattern.name);
      return;
    case "AssignmentPattern":
      bind(pattern.left, names);
      return;
    case "ArrayPattern":
      for (const element of pattern.elements) if (element !== null) bindParameter(element, names);
      return;
    case "ObjectPattern":
      for (const property of pattern.properties) {
        bind(property.type === "RestElement" ? property.argument : property.value, names);
      }
  }
}
