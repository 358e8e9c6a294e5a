import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createSnsNotifier } from "../../../src/deployment/adapters/notices/sns-notifier.ts";
import { aNotice } from "../../builders/notice.ts";
import { type FakeSns, startFakeSns } from "../../fakes/fake-sns.ts";

const TOPIC = "arn:aws:sns:eu-central-1:123456789012:alerts";
let sns: FakeSns;

beforeEach(async () => {
  sns = await startFakeSns();
  for (const [name, value] of Object.entries(sns.environment)) vi.stubEnv(name, value);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await sns.close();
});

const field = (name: string): string | null | undefined => sns.published[0]?.get(name);

describe("an SNS topic", () => {
  it("gets the same document, with attributes to filter by", async () => {
    expect(await createSnsNotifier(TOPIC).tell(aNotice())).toContain("took");
    expect(JSON.parse(field("Message") ?? "")).toEqual(aNotice());
    expect([...(sns.published[0]?.values() ?? [])]).toEqual(
      expect.arrayContaining(["rollback", "alarm", "shop/production"]),
    );
  });

  it("gets a subject that mail can carry, whatever the title holds", async () => {
    await createSnsNotifier(TOPIC).tell(aNotice({ title: `Größe\n${"x".repeat(200)}` }));
    expect(field("Subject")).toBe(`Gr??e?${"x".repeat(93)}`);
  });

  it("orders what is about one subject, and takes the same notice once, where it is a FIFO topic", async () => {
    await createSnsNotifier(`${TOPIC}.fifo`).tell(aNotice());
    expect([field("MessageGroupId"), field("MessageDeduplicationId")]).toEqual([
      "shop.production",
      aNotice().id,
    ]);
  });

  it("says which right is missing where AWS denies it", async () => {
    sns.refuse("AuthorizationError");
    await expect(createSnsNotifier(TOPIC).tell(aNotice())).rejects.toMatchObject({
      message: expect.stringContaining(`sns:Publish on topic ${TOPIC} is not allowed`),
      fix: expect.stringContaining("Allow sns:Publish"),
    });
  });
});
