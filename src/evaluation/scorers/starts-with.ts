import { textMatch } from "./text-match.ts";

/** The answer begins with `value` (or `expected`), to the character. As promptfoo 0.121 `starts-with`. */
export const startsWith = textMatch({
  type: "starts-with",
  verb: "start with",
  holds: (text, wanted) => text.startsWith(wanted),
});
