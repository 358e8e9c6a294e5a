import type { Expression, Super } from "oxc-parser";

/** `a.b.c` for a chain of plain names or literal keys; empty for anything else. */
export function dottedName(node: Expression | Super): string {
  if (node.type === "Identifier") return node.name;
  if (node.type !== "MemberExpression") return "";
  const { object, property } = node;
  if (property.type === "PrivateIdentifier") return "";
  if (!node.computed && property.type === "Identifier") return `${dottedName(object)}.${property.name}`;
  return property.type === "Literal" ? `${dottedName(object)}.${property.value}` : dottedName(object);
}
