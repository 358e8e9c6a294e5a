import { describe, expect, it } from "vitest";
import { planRestoration, type RestorationSources } from "../../src/lifecycle/plans/plan-restoration.ts";
import type { PromptVersion } from "../../src/prompts/records/production-prompt.ts";
import { assembleCandidate } from "../../src/prompts/task-files.ts";
import { parseMetadataFile, parseTemplateFile } from "../../src/prompts/yaml-formats.ts";
import { labelMetadata, labelTemplate, worseTemplate } from "../builders/label-task.ts";

const FRAGMENTS = new Map([["tone", "Be kind.\n"]]);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function soundValue<T>(parsed: { readonly value?: T }): T {
  if (parsed.value === undefined) throw new Error("the builder's file is broken");
  return parsed.value;
}

const metadataOf = (text: string) => soundValue(parseMetadataFile("m.yaml", bytes(text)));

/** What promoting these texts makes. */
function promoted(template: string, metadata = labelMetadata("colour")): PromptVersion {
  const parsed = soundValue(parseTemplateFile("t.yaml", bytes(template)));
  return { ...assembleCandidate(parsed, metadataOf(metadata), FRAGMENTS), version: "1.0.0" };
}

const GOOD = labelTemplate("colour", "{{> tone}} Name the colour.");

function sources(
  parts: Partial<RestorationSources> & { readonly now?: string; readonly metadataNow?: string },
): RestorationSources {
  const metadata = parts.metadataNow ?? labelMetadata("colour");
  return {
    production: promoted(GOOD),
    template: { path: "t.yaml", text: parts.now ?? worseTemplate("colour") },
    metadata: { path: "m.yaml", text: metadata, value: metadataOf(metadata) },
    fragments: FRAGMENTS,
    earlierTexts: [],
    ...parts,
  };
}

/** What promoting the restored files would make. */
function restoredDigestOf(given: RestorationSources) {
  const files = new Map(planRestoration(given).map(({ path, text }) => [path, text]));
  const again = promoted(
    files.get("t.yaml") ?? given.template.text,
    files.get("m.yaml") ?? given.metadata.text,
  );
  return { ...again, version: given.production.version };
}

describe("restoring a candidate to what production says", () => {
  it("changes nothing where both say the same", () => {
    expect(planRestoration(sources({ now: GOOD }))).toEqual([]);
    const commented = `# a remark\n${GOOD}`;
    expect(planRestoration(sources({ now: commented }))).toEqual([]);
  });

  it("brings the author's own text back, the newest of those that became the version", () => {
    const commented = `# the author's remark\n${GOOD}`;
    const earlierTexts = [worseTemplate("colour"), commented, GOOD];
    expect(planRestoration(sources({ earlierTexts }))).toEqual([
      { path: "t.yaml", text: commented, from: "the text that became version 1.0.0" },
    ]);
  });

  it("writes the text anew where git has it no more, or a fragment has changed since", () => {
    const changed = new Map([["tone", "Be short.\n"]]);
    const given = sources({ fragments: changed, earlierTexts: [GOOD] });
    expect(planRestoration(given)[0]?.from).toBe("the production file of version 1.0.0");
    expect(restoredDigestOf(given)).toEqual(given.production);
  });

  it("puts model and schemas back, and leaves everything else of the metadata alone", () => {
    const metadataNow = labelMetadata("colour").replace("parameters: {}", "parameters: { temperature: 1 }");
    const given = sources({ now: GOOD, metadataNow });
    const [file, ...others] = planRestoration(given);
    expect(others).toEqual([]);
    expect(file).toMatchObject({ path: "m.yaml", from: "model of version 1.0.0" });
    expect(file?.text).toContain("# Ask the catalogue team before changing this.");
    expect(file?.text).toContain("threshold: 0.8");
    expect(restoredDigestOf(given)).toEqual(given.production);
  });
});
