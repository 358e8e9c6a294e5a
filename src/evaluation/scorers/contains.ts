import { textMatch } from "./text-match.ts";

/** The answer has `value` (or `expected`) somewhere in it, to the character. As promptfoo 0.121 `contains`. */
export const contains = textMatch({
  type: "contains",
  verb: "contain",
  holds: (text, wanted) => text.includes(wanted),
});
