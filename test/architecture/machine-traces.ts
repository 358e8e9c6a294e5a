/** Paths of one person's machine, and hosts that only some networks have: they work for nobody else. */
const TRACES: readonly RegExp[] = [
  /(?<![\w./-])\/(?:work|root|Users)\/[a-z]/i,
  /(?<![\w./-])\/home\/(?!node\b|runner\b)[a-z]/,
  /https?:\/\/(?:registry|deb|mirror|artifactory|nexus)[\w.-]*[/:"'\s]/i,
];

/** `path:line` of each line that only one machine could understand. */
export function machineTraces(path: string, text: string): readonly string[] {
  return text
    .split("\n")
    .flatMap((line, index) => (TRACES.some((trace) => trace.test(line)) ? [`${path}:${index + 1}`] : []));
}
