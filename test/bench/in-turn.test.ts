import { describe, expect, it } from "vitest";
import { measureInTurn, timed } from "../../bench/measuring/in-turn.ts";

/** A clock that stands still until somebody waits, and subjects that take as long as their lists say. */
function aMachine() {
  const clock = { now: 0 };
  const ran: string[] = [];
  const subject = (name: string, takes: readonly number[]) => {
    const left = [...takes];
    return () =>
      timed(
        () => {
          ran.push(name);
          clock.now += left.shift() ?? 0;
        },
        () => clock.now,
      );
  };
  return { ran, subject };
}

describe("measuring in turn", () => {
  it("runs the thing and its reference by turns", async () => {
    const { ran, subject } = aMachine();
    await measureInTurn(subject("A", [1, 1, 1]), subject("B", [1, 1, 1]), { warmUps: 1, rounds: 2 });
    expect(ran).toEqual(["A", "B", "A", "B", "A", "B"]);
  });

  it("keeps what each round took, and leaves warm-ups out", async () => {
    const { subject } = aMachine();
    const samples = await measureInTurn(subject("A", [900, 30, 40]), subject("B", [800, 10, 20]), {
      warmUps: 1,
      rounds: 2,
    });
    expect(samples).toEqual({ thing: [30, 40], reference: [10, 20] });
  });

  it("ends with the first subject that breaks", async () => {
    const broken = () => Promise.reject(new Error("no server"));
    const never = () => Promise.reject(new Error("was run"));
    await expect(measureInTurn(broken, never, { warmUps: 0, rounds: 1 })).rejects.toThrow("no server");
  });
});
