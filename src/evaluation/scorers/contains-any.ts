import { textListMatch } from "./text-list-match.ts";

/** The answer has at least one of the texts in it. As promptfoo 0.121 `contains-any`. */
export const containsAny = textListMatch({
  type: "contains-any",
  needs: "any",
  holds: (text, wanted) => text.includes(wanted),
});
