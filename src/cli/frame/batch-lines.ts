export interface LineBatch {
  add(line: string): void;
  /** Passes on what waits; for the end of the process. */
  flush(): void;
}

/**
 * Lines that are added in one turn of the event loop are written together, in their order: under load a write for each
 * line costs more than making it.
 */
export function batchLines(
  write: (lines: string) => void,
  later: (work: () => void) => unknown = setImmediate,
): LineBatch {
  let waiting: string[] = [];
  const flush = (): void => {
    const lines = waiting;
    waiting = [];
    if (lines.length > 0) write(lines.join("\n"));
  };
  return {
    add: (line) => {
      if (waiting.length === 0) later(flush);
      waiting.push(line);
    },
    flush,
  };
}
