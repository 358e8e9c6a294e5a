import type { Verdict } from "../evaluation/report.ts";
import { authorWords } from "../gate/author-words.ts";
import type { InconclusiveCause } from "../gate/decision.ts";
import type { Palette } from "./terminal/palette.ts";

export type Tone = "good" | "bad" | "warn" | "note";

/** How a verdict is coloured: a person is needed where it warns, nobody is at fault where it only notes. */
export function verdictTone(verdict: Verdict, cause?: InconclusiveCause): Tone {
  switch (verdict) {
    case "pass":
      return "good";
    case "fail":
    case "regression":
    case "unhealthy":
    case "error":
      return "bad";
    case "inconclusive":
      return cause === "provider" ? "note" : "warn";
    case "drift":
      return "note";
  }
}

const SYMBOLS: Readonly<Record<Tone, string>> = { good: "✔", bad: "✘", warn: "▲", note: "◆" };

/** One character that says the tone without colour. */
export function toneSymbol(tone: Tone): string {
  return SYMBOLS[tone];
}

/** The text in the colour of its tone. */
export function toned(palette: Palette, tone: Tone, text: string): string {
  return palette[tone](text);
}

/** What an author reads, without the gate's decision at hand. */
export function verdictWords(verdict: Verdict, cause?: InconclusiveCause): string {
  return authorWords({ verdict, ...(cause === undefined ? {} : { inconclusive: cause }) });
}
