import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseYamlFile } from "../../src/prompts/adapters/yaml-file.ts";
import { editTopLevel } from "../../src/prompts/adapters/yaml-top-level.ts";

const METADATA = `# Ask before you change this.
task: sorting
owners: ["@acme/a",   "@acme/b"]   # two of them
bump: minor

# Limits, agreed in May.
evaluation: {metric: equals.pass_rate,
             threshold: 0.9}
change: |
  # not a comment
  one line
# the end
`;

const readValue = (text: string): unknown => parseYamlFile("m.yaml", new TextEncoder().encode(text)).value;

describe("an edit of top-level keys", () => {
  it("changes the lines of those keys and no other byte", () => {
    expect(editTopLevel(METADATA, { bump: undefined, change: undefined, version: "1.10.0" })).toBe(
      `# Ask before you change this.
task: sorting
owners: ["@acme/a",   "@acme/b"]   # two of them

# Limits, agreed in May.
evaluation: {metric: equals.pass_rate,
             threshold: 0.9}
# the end
version: "1.10.0"
`,
    );
  });

  it("replaces a value where it stands", () => {
    const text = 'task: a\nversion: "1.0.0"\n\nowners: [b]\n';
    expect(editTopLevel(text, { version: "1.1.0" })).toBe('task: a\nversion: "1.1.0"\n\nowners: [b]\n');
  });

  it("works on a document without a last line break, in flow style, or with carriage returns", () => {
    expect(readValue(editTopLevel("task: a", { version: "1.0.0" }))).toEqual({ task: "a", version: "1.0.0" });
    expect(readValue(editTopLevel("{ task: a, bump: minor }", { bump: undefined }))).toEqual({ task: "a" });
    expect(readValue(editTopLevel("task: a\r\nbump: minor\r\nowners: [b]\r\n", { bump: undefined }))).toEqual(
      {
        task: "a",
        owners: ["b"],
      },
    );
  });

  it("means the same as the edit of the value, whatever stands around it", () => {
    const names = fc.constantFrom("a", "b", "c", "d");
    const texts = fc.constantFrom(
      "1",
      "[x, {y: z}]",
      "|\n  # text\n  more",
      "\n  - 1\n  # inside\n  - 2",
      '"q" # why',
      "\n  deep: {er: true}",
    );
    const between = fc.constantFrom("", "\n", "# note\n", "\n# note\n\n");
    const lines = fc.uniqueArray(fc.record({ name: names, text: texts, between }), {
      selector: ({ name }) => name,
      minLength: 1,
    });
    fc.assert(
      fc.property(lines, names, fc.constantFrom(undefined, "new", ["x"]), (entries, key, value) => {
        const text = entries
          .map(
            (entry) =>
              `${entry.between}${entry.name}: ${entry.text.startsWith("\n") ? entry.text.slice(0) : entry.text}\n`,
          )
          .join("");
        const { [key]: _, ...others } = readValue(text) as Record<string, unknown>;
        const wanted = value === undefined ? others : { ...others, [key]: value };
        const edited = editTopLevel(text, { [key]: value });
        if (Object.keys(wanted).length > 0) expect(readValue(edited)).toEqual(wanted);
      }),
    );
  });
});
