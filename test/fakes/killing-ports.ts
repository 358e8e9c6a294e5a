/** The process ends here, as by SIGKILL. */
export class Killed extends Error {}

/**
 * Ports of a process that is killed at its nth call, `before` its effect or `after` it. Looking counts as a call too.
 * Every call after that fails as well: the process is gone.
 */
export function killingPorts<Ports extends object>(
  ports: Ports,
  at: number,
  when: "before" | "after",
): { readonly ports: Ports; readonly wasKilled: () => boolean } {
  let calls = 0;
  const counted = (call: () => unknown): unknown => {
    calls += 1;
    if (calls > at || (calls === at && when === "before")) throw new Killed();
    const result = call();
    if (calls < at) return result;
    return Promise.resolve(result).then(() => {
      throw new Killed();
    });
  };
  const wrap = (value: unknown): unknown => {
    if (typeof value === "function") return (...args: unknown[]) => counted(() => value(...args));
    if (typeof value !== "object" || value === null) return value;
    return new Proxy(value, { get: (target, name) => wrapMethod(Reflect.get(target, name)) });
  };
  const wrapMethod = (value: unknown): unknown => (typeof value === "function" ? wrap(value) : value);
  const wrapped = Object.fromEntries(
    Object.entries(ports).map(([name, port]) => [name, wrap(port)]),
  ) as Ports;
  return { ports: wrapped, wasKilled: () => calls >= at };
}
