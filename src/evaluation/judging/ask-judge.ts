import type { Answer } from "../request.ts";
import type { Outcome } from "../running/run.ts";
import type { ScorerInput } from "../scoring/scorer.ts";
import { type JudgeCall, JudgeFailure, type JudgeSpend, type Judges } from "./judge.ts";

/** Asks, books what it cost on the answer, and gives the judge's answer. Throws `JudgeFailure` and `RunEnded`. */
export async function askJudge(
  judges: Judges,
  call: JudgeCall,
  onJudged: ScorerInput["onJudged"],
): Promise<Answer> {
  const outcome = await judges.ask(call);
  onJudged?.(spendOf(outcome));
  const { reply } = outcome;
  if (reply.kind === "error")
    throw new JudgeFailure(reply.class, `the judge did not answer: ${reply.message}`);
  if (endedWell(reply)) return reply;
  throw new JudgeFailure("harness", `the judge gave no verdict: its answer ended with ${reply.finishReason}`);
}

/** An answer that ended well and can be read, as its caller reads it. */
export function isReadable(answer: Answer, read: (text: string) => unknown): boolean {
  if (!endedWell(answer)) return false;
  try {
    read(answer.text);
    return true;
  } catch (error) {
    if (error instanceof JudgeFailure) return false;
    throw error;
  }
}

const endedWell = ({ finishReason }: Answer): boolean =>
  finishReason !== "length" && finishReason !== "content_filter";

/** What was not asked for now costs nothing. */
function spendOf({ reply, cached, costUsd }: Outcome): JudgeSpend {
  if (cached || reply.kind === "error") return { usd: 0, tokens_in: 0, tokens_out: 0 };
  const { tokens_in, tokens_out } = reply.usage ?? { tokens_in: 0, tokens_out: 0 };
  return { usd: costUsd, tokens_in, tokens_out };
}
