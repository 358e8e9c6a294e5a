import { foldCase } from "./normalisation.ts";
import { textMatch } from "./text-match.ts";

/** As `contains`, whatever the case. As promptfoo 0.121 `icontains`. */
export const icontains = textMatch({
  type: "icontains",
  verb: "contain (whatever the case)",
  holds: (text, wanted) => foldCase(text).includes(foldCase(wanted)),
});
