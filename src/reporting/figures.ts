import type { Interval } from "../evaluation/report.ts";

const UNKNOWN = "unknown";

/** A fraction with four decimals; a dash where nothing was scored. */
export function formatScore(score: number | null | undefined): string {
  return score === null || score === undefined ? "–" : score.toFixed(4);
}

/** A difference of fractions with its sign; a true minus sign, so that columns align. */
export function formatDifference(difference: number | null): string {
  if (difference === null) return "–";
  const size = Math.abs(difference).toFixed(4);
  if (Number(size) === 0) return "±0.0000";
  return difference < 0 ? `−${size}` : `+${size}`;
}

/** `−0.15 to −0.06`: of a difference, without its level. */
export function formatDifferenceInterval(interval: Interval): string {
  const signed = (value: number): string => formatDifference(value).replace(/..$/, "");
  return `${signed(interval.low)} to ${signed(interval.high)}`;
}

/** US dollars; four decimals where whole cents would hide a part, since one run of a small task costs less. */
export function formatUsd(usd: number | null): string {
  if (usd === null) return UNKNOWN;
  if (usd === 0) return "$0";
  const cents = Math.abs(usd * 100 - Math.round(usd * 100)) < 1e-6;
  return usd >= 1 || cents ? `$${usd.toFixed(2)}` : `$${usd.toFixed(4)}`;
}

/** Milliseconds as a person would say them: `812 ms`, `1.9 s`, `3 min 04 s`. */
export function formatDuration(milliseconds: number | null): string {
  if (milliseconds === null) return UNKNOWN;
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 59_950) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
}

/** A count with thousands separated by commas, the same in every locale. */
export function formatCount(count: number): string {
  return String(Math.round(count)).replaceAll(/\B(?=(\d{3})+$)/g, ",");
}

/** `1 example`, `2 examples`. */
export function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** `2026-11-20 14:03` in UTC, from an ISO 8601 time; any other text as it is. */
export function formatTime(iso: string): string {
  const parts = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/.exec(iso);
  return parts === null ? iso : `${parts[1]} ${parts[2]}`;
}
