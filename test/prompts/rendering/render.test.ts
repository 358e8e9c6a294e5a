import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inlineFragments } from "../../../src/prompts/rendering/fragments.ts";
import { type Piece, parsePieces, placeholderNames } from "../../../src/prompts/rendering/placeholders.ts";
import { MissingInput, renderMessages, renderText } from "../../../src/prompts/rendering/render.ts";

const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,8}$/);
/** Text that is full of what could be taken for syntax. */
const braces = fc
  .array(fc.constantFrom("{{", "}}", "{{a}}", "{{> a}}", "\\{{", "\\", ">", " ", "a", "$&", "$1", "\n"))
  .map((parts) => parts.join(""));

/** Blanks around a name in braces mean nothing, all others stay. */
const tight = (text: string): string => text.replaceAll(/\{\{ *(>?) *([\w-]+) *\}\}/g, "{{$1$2}}");

function sourceOf(piece: Piece): string {
  switch (piece.kind) {
    case "text":
      return piece.text;
    case "escape":
      return "\\{{";
    case "stray":
      return "{{";
    case "placeholder":
      return `{{${piece.name}}}`;
    case "fragment":
      return `{{> ${piece.name}}}`;
  }
}

describe("rendering", () => {
  it("inserts a value literally, and expands nothing that it brings in [I20]", () => {
    fc.assert(
      fc.property(braces, braces, (a, b) => {
        expect(renderText("<{{a}}|{{ b }}>", { a, b })).toBe(`<${a}|${b}>`);
      }),
    );
  });

  it("leaves text without braces as it is", () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !text.includes("{{")),
        (text) => {
          expect(renderText(text, {})).toBe(text);
        },
      ),
    );
  });

  it("writes everything but text as compact JSON", () => {
    const input = { list: [1, "a"], object: { b: null }, number: 0.5, truth: false };
    expect(renderText("{{list}} {{object}} {{number}} {{truth}}", input)).toBe(
      '[1,"a"] {"b":null} 0.5 false',
    );
  });

  it("reads own properties alone [I19]", () => {
    for (const inherited of ["constructor", "toString", "__proto__", "hasOwnProperty"]) {
      expect(() => renderText(`{{${inherited}}}`, {})).toThrow(MissingInput);
    }
  });

  it("names the input that is missing", () => {
    expect(() => renderMessages([{ role: "user", content: "{{title}}" }], { titel: "x" })).toThrow(
      'the prompt uses {{title}}, but the input has no "title"',
    );
  });

  it("turns an escaped pair of braces into the pair", () => {
    expect(renderText("\\{{name}} is {{name}}", { name: "Ada" })).toBe("{{name}} is Ada");
  });
});

describe("placeholders", () => {
  it("are found with any blanks around their name, each once", () => {
    fc.assert(
      fc.property(name, fc.stringMatching(/^[ \t]{0,3}$/), (one, blank) => {
        expect(placeholderNames(`{{${blank}${one}${blank}}} {{${one}}}`)).toEqual([one]);
      }),
    );
  });

  it("are all that braces can mean: every text is its pieces in order", () => {
    fc.assert(
      fc.property(braces, (text) => {
        const written = parsePieces(text).map(sourceOf);
        expect(tight(written.join(""))).toBe(tight(text));
      }),
    );
  });
});

describe("fragments", () => {
  const fragments = new Map([
    ["tone", "Be kind.\n"],
    ["outer", "[{{> tone}}]"],
    ["self", "{{> self}}"],
    ["open", "{{name}} and \\{{x}}"],
  ]);

  it("are inlined, inside each other too, without their last line break", () => {
    expect(inlineFragments("a {{> outer}} b", fragments)).toEqual({
      content: "a [Be kind.] b",
      faults: [],
      used: ["outer", "tone"],
    });
  });

  it("keep placeholders and escapes for rendering", () => {
    const { content } = inlineFragments("{{>open}}", fragments);
    expect(renderText(content, { name: "{{> tone}}" })).toBe("{{> tone}} and {{x}}");
  });

  it("that inline themselves end, and say so", () => {
    expect(inlineFragments("x{{> self}}", fragments).faults).toEqual([
      { kind: "cycle", names: ["self", "self"], offset: 1 },
    ]);
  });

  it("that do not exist are named", () => {
    expect(inlineFragments("{{> nobody}}", fragments).faults).toEqual([
      { kind: "unknown", name: "nobody", offset: 0 },
    ]);
  });
});
