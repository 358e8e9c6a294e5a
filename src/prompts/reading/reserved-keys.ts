/** Keys that JavaScript objects treat specially: no file of the repository may use them. */
export const RESERVED_KEYS: readonly string[] = ["__proto__", "constructor", "prototype"];
