import { textListMatch } from "./text-list-match.ts";

/** The answer has each of the texts in it. As promptfoo 0.121 `contains-all`. */
export const containsAll = textListMatch({
  type: "contains-all",
  needs: "all",
  holds: (text, wanted) => text.includes(wanted),
});
