import { foldCase } from "./normalisation.ts";
import { textListMatch } from "./text-list-match.ts";

/** The answer has each of the texts in it, whatever the case. As promptfoo 0.121 `icontains-all`. */
export const icontainsAll = textListMatch({
  type: "icontains-all",
  needs: "all",
  holds: (text, wanted) => foldCase(text).includes(foldCase(wanted)),
});
