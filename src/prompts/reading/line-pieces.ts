/** Bytes `from` to `to`. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

export const LINE_FEED = 0x0a;

/** Text is decoded and searched faster in large pieces than line by line, and a piece takes less memory than the file. */
const PIECE_BYTES = 512 * 1024;

/** Whole lines with their line feeds, together half a MiB or little more; a single line is never cut. */
export function* linePieces(bytes: Uint8Array): Generator<ByteRange> {
  for (let from = 0; from < bytes.length; ) {
    const feed = bytes.indexOf(LINE_FEED, Math.min(from + PIECE_BYTES, bytes.length - 1));
    const to = feed < 0 ? bytes.length : feed + 1;
    yield { from, to };
    from = to;
  }
}
