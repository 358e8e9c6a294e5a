/**
 * Preloaded into a command with `node --import`: the wall clock shows CLOCK_AT (ISO 8601) when the process starts, and goes
 * CLOCK_STEP_MS forwards, or backwards, each time that somebody looks at it. What measures durations is not touched.
 */
const { CLOCK_AT, CLOCK_STEP_MS = "1" } = process.env;
const RealDate = Date;
let shown = RealDate.parse(CLOCK_AT);

function look() {
  shown += Number(CLOCK_STEP_MS);
  return shown;
}

globalThis.Date = class extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(look());
    else super(...parts);
  }

  static now() {
    return look();
  }
};
