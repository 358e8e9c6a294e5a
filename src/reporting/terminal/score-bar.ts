const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"] as const;

export const THRESHOLD_MARK = "┃";
export const PRODUCTION_MARK = "◇";

export interface ScoreBar {
  /** In [0, 1], as are the marks. */
  readonly score: number;
  readonly threshold: number;
  readonly production: number | null;
  /** Cells of the bar. */
  readonly width: number;
}

/** A bar over [0, 1] with the threshold and production marked on it; production is drawn last. */
export function scoreBar(bar: ScoreBar): string {
  const cells = Array.from({ length: bar.width }, (_, cell) => filled(bar.score * bar.width - cell));
  cells[cellOf(bar.threshold, bar.width)] = THRESHOLD_MARK;
  if (bar.production !== null) cells[cellOf(bar.production, bar.width)] = PRODUCTION_MARK;
  return cells.join("");
}

function filled(cells: number): string {
  if (cells >= 1) return "█";
  return EIGHTHS[Math.floor(Math.max(0, cells) * 8)] || "·";
}

const cellOf = (value: number, width: number): number =>
  Math.min(width - 1, Math.max(0, Math.floor(value * width)));
