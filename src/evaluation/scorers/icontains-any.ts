import { foldCase } from "./normalisation.ts";
import { textListMatch } from "./text-list-match.ts";

/** The answer has at least one of the texts in it, whatever the case. As promptfoo 0.121 `icontains-any`. */
export const icontainsAny = textListMatch({
  type: "icontains-any",
  needs: "any",
  holds: (text, wanted) => foldCase(text).includes(foldCase(wanted)),
});
