import type { Notice } from "./notice.ts";

/** One place where people are told. */
export interface Notifier {
  /**
   * Tells it and says what was done, as a sentence's end. Telling the same notice again is safe. Throws `Failure` where it
   * was not told, or nobody knows whether it was.
   */
  tell(notice: Notice): Promise<string>;
}
