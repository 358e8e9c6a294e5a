import type { MaterialName } from "./material.ts";
import type { VerdictKind } from "./verdict.ts";

/** The type that an embedding model judges. */
export const SIMILAR = "similar";

/** A question that a language model answers about an answer, with the text that asks it unless a task does. */
export interface GradedType {
  readonly type: string;
  readonly kind: VerdictKind;
  /** What the built-in text shows the judge. */
  readonly shows: readonly MaterialName[];
  readonly needsExpected: boolean;
  /** What the built-in text asks, after it has said how material is marked. */
  readonly asks: string;
}

/** Names and meanings after promptfoo 0.121; the texts are this project's own. */
export const GRADED_TYPES: readonly GradedType[] = [
  {
    type: "llm-rubric",
    kind: "share",
    shows: ["rubric", "output"],
    needsExpected: false,
    asks: "Say how far the answer (output) does what the rubric asks: 1 if it does all of it, 0 if it does none of it, and the share of the rubric that it meets in between. Judge only what the rubric names. Do not reward length, politeness or confidence unless the rubric does.",
  },
  {
    type: "closed-qa",
    kind: "yes-no",
    shows: ["question", "rubric", "output"],
    needsExpected: false,
    asks: "Say whether the answer (output) to the question meets the criterion (rubric): 1 if it clearly does, 0 if it does not or if you cannot tell. There is nothing in between.",
  },
  {
    type: "factuality",
    kind: "category",
    shows: ["question", "expected", "output"],
    needsExpected: true,
    asks: "Compare the facts in the answer (output) with those in the reference (expected), as far as the question goes. Ignore style, grammar and punctuation. Where several references stand, separated by a line that says or, take the closest. The category is A if the answer's facts are some of the reference's, B if they are all of them and more, none in contradiction, C if they are the same, D if the answer contradicts the reference anywhere, and E if they differ in ways that do not matter for the facts.",
  },
  {
    type: "answer-relevance",
    kind: "share",
    shows: ["question", "output"],
    needsExpected: false,
    asks: "Say how far the answer (output) is about what was asked (question): 1 if every part of it helps to answer, 0 if none does or if it evades the question. Whether it is right does not matter here.",
  },
  {
    type: "context-faithfulness",
    kind: "share",
    shows: ["question", "context", "output"],
    needsExpected: false,
    asks: "List for yourself the statements of fact that the answer (output) makes, and check each of them against the context alone, not against what you know. The score is the share of them that the context supports; 1 if there are none.",
  },
];

export const graded = (type: string): GradedType | undefined =>
  GRADED_TYPES.find((each) => each.type === type);
