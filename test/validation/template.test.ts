import { expect, it } from "vitest";
import { aRepository, PATHS, withChanges } from "../builders/a-repository.ts";
import {
  type BrokenFile,
  beginningsOf,
  fragmentWith,
  metadataWith,
  templateWith,
} from "../builders/broken-file.ts";
import { linesOf, validated } from "../builders/validated.ts";

const FILE = PATHS.template;
const OTHER_FRAGMENT = "prompts/00-templates/fragments/detail.md";

const broken: readonly BrokenFile[] = [
  [
    "a placeholder is a declared input; each is found where it stands in a block text [I19]",
    templateWith("Answer in one sentence.", "Answer {{lang}} in\n      one {{ langage }} sentence."),
    [
      `${FILE}:5:14: error[unknown-placeholder] {{lang}} is not declared`,
      `${FILE}:6:11: error[unknown-placeholder] {{langage}} is not declared under input.properties in the task's metadata. Did you mean {{language}}?`,
    ],
  ],
  [
    "braces hold no expressions [I19]",
    templateWith('"{{question}}"', "\"{{question}} {{constructor.constructor('return process')()}}\""),
    [
      `${FILE}:8:28: error[unknown-placeholder] \`{{constructor.constructor('return proces\` is no placeholder`,
    ],
  ],
  [
    "an inherited name is no input [I19]",
    templateWith('"{{question}}"', '"{{question}} {{__proto__}} {{toString}}"'),
    [
      `${FILE}:8:28: error[unknown-placeholder] {{__proto__}} is not declared`,
      `${FILE}:8:42: error[unknown-placeholder] {{toString}} is not declared`,
    ],
  ],
  [
    "of several stray pairs each is found at its own place [I19]",
    templateWith('"{{question}}"', '"{{ {{question}} {{"'),
    [
      `${FILE}:8:15: error[unknown-placeholder]`,
      `${FILE}:8:31: error[unknown-placeholder] \`{{\` is no placeholder. Write {{name}} for an input, {{> name}} for a fragment, or \\{{ for a literal pair`,
    ],
  ],
  [
    "escaped braces are text [I19]",
    templateWith("Answer in one sentence.", "Write \\{{name}} as it is."),
    [],
  ],
  [
    "a required input is used [I19]",
    templateWith('"{{question}}"', '"{{language}}"'),
    [
      `${PATHS.metadata}:8:14: error[unused-input] required input "question" is never used by ${FILE}. Use {{question}} there, or`,
    ],
  ],
  [
    "an input that only a fragment shows is used",
    withChanges(templateWith('"{{question}}"', "Hello"), {
      [PATHS.fragment]: "{{question}}",
    }),
    [],
  ],
  [
    "an input declared in a part of the schema is declared",
    metadataWith(
      "    language: { type: string }\n",
      "  allOf: [{ properties: { language: { type: string } } }]\n",
    ),
    [],
  ],
  [
    "a fragment exists",
    templateWith("{{> tone}}", "{{> tones}}"),
    [
      `${FILE}:6:7: error[unknown-fragment] there is no fragment "tones" (prompts/00-templates/fragments/tones.md). Did you mean {{> tone}}?`,
    ],
  ],
  [
    "a fragment names a fragment that exists",
    fragmentWith("Be\n  {{> kind}}"),
    [`${PATHS.fragment}:2:3: error[unknown-fragment] there is no fragment "kind"`],
  ],
  [
    "a circle of fragments is reported once",
    withChanges(fragmentWith("a {{> detail}}"), { [OTHER_FRAGMENT]: "b\n {{> tone}}" }),
    [
      `${OTHER_FRAGMENT}:2:2: error[fragment-cycle] fragments inline each other in a circle: detail -> tone -> detail.`,
    ],
  ],
  [
    "a fragment's placeholder is a declared input of the task that uses it",
    fragmentWith("Dear {{who}}"),
    [`${FILE}:6:7: error[unknown-placeholder] {{who}} of fragment "tone" is not declared`],
  ],
  [
    "a fragment has no stray braces",
    fragmentWith("Be\nkind {{ oops"),
    [`${PATHS.fragment}:2:6: error[unknown-placeholder] \`{{ oops\` is no placeholder`],
  ],
  [
    "a fragment is UTF-8, and that it is not is one problem [I13]",
    fragmentWith(new Uint8Array([0x61, 0x0a, 0xff])),
    [`${PATHS.fragment}:2:1: error[text-encoding] a byte that is not UTF-8 (0xff at byte 2)`],
  ],
  [
    "a fragment has a name that a template can write",
    withChanges(aRepository(), { "prompts/00-templates/fragments/be kind.md": "Be kind." }),
    [`prompts/00-templates/fragments/be kind.md:1:1: error[file-misplaced] no template can inline`],
  ],
  [
    "a message is not blank [I23]",
    templateWith('"{{question}}"', '"  "'),
    [`${FILE}:8:14: error[invalid-value] messages[1].content`],
  ],
  [
    "a message is whole characters [I23]",
    templateWith('"{{question}}"', '"{{question}} \\ud800"'),
    [`${FILE}:8:14: error[invalid-value] messages[1].content has half of a surrogate pair`],
  ],
  [
    "the id is the file's name",
    templateWith("id: support_reply", "id: support_replies"),
    [`${FILE}:1:5: error[invalid-value] id is "support_replies" in the file of task "support_reply"`],
  ],
  [
    "characters that nobody sees are warned about, each at its place [I13]",
    templateWith("Answer in one", "Answer\u202e in\u200b one"),
    [
      `${FILE}:5:13: warning[text-encoding] an invisible or direction-changing character (U+202E)`,
      `${FILE}:5:17: warning[text-encoding] an invisible or direction-changing character (U+200B)`,
    ],
  ],
  [
    "text hidden in tag characters is warned about [I13]",
    fragmentWith("Be kind.\u{e0048}\u{e0069}"),
    [`${PATHS.fragment}:1:9: warning[text-encoding] an invisible or direction-changing character (U+E0048)`],
  ],
  [
    "joiners that scripts and emoji need are no problem [I13]",
    fragmentWith("می\u200cخواهم, 👩\u200d💻, 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}"),
    [],
  ],
];

it.each(broken)("%s", (_, tree, beginnings) => {
  expect(beginningsOf(linesOf(tree), beginnings)).toEqual(beginnings);
});

it("a message of a million characters is too long to be a prompt [I23]", () => {
  const { problems } = validated(templateWith("Answer in one sentence.", "a".repeat(1_000_001)));
  expect(problems.map(({ line, column, code }) => [line, column, code])).toEqual([[4, 14, "invalid-value"]]);
});
