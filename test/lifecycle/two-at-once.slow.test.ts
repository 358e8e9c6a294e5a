import { afterAll, beforeAll, describe, it } from "vitest";
import { anEvaluatedGround, type GitGround } from "../builders/git-ground.ts";
import { expectInTurn } from "./meeting-rules.ts";
import { MEETINGS, type Meeting, promoteAtOnce } from "./two-at-once.ts";

const ROUNDS = 20;

let evaluated: GitGround;

beforeAll(async () => {
  evaluated = await anEvaluatedGround(["colour", "shape"]);
});

afterAll(() => {
  evaluated.remove();
});

describe("two promotions at once come one after the other, twenty times", () => {
  it.each(Object.keys(MEETINGS) as readonly Meeting[])("%s", async (meeting) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      expectInTurn(meeting, await promoteAtOnce(evaluated, meeting));
    }
  });
});
