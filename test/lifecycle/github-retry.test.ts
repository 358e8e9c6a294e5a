import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createGithub } from "../../src/lifecycle/adapters/github/github.ts";
import type { CodeHost } from "../../src/lifecycle/code-host.ts";
import { type FakeGithub, startFakeGithub } from "../fakes/fake-github.ts";

let github: FakeGithub;
let host: CodeHost;
let waits: number[];

beforeEach(async () => {
  github = await startFakeGithub();
  const token = github.issueToken({ issues: "write" });
  waits = [];
  const wait = async (ms: number) => waits.push(ms);
  host = createGithub({ repository: github.repository, token, apiUrl: github.url, wait });
});

afterEach(() => github.close());

const COMMENTS = /\/comments$/;
const statuses = (): readonly number[] => github.requests.map(({ status }) => status);

describe("a read request to GitHub", () => {
  it("is asked again after an answer that blames the server, and after a cut connection", async () => {
    github.failNext("GET", COMMENTS, 502);
    github.cutNext("GET", COMMENTS);
    expect(await host.comments(7)).toEqual([]);
    expect(statuses()).toEqual([502, 0, 200]);
    expect(waits).toEqual([500, 1000]);
  });
});

describe("a request to GitHub", () => {
  it("is given up where no answer comes, so that a job that can do without one goes on", async () => {
    let asked = 0;
    const silent = createServer(() => {
      asked += 1;
    });
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const apiUrl = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const wait = async (ms: number) => waits.push(ms);
    const settings = { repository: github.repository, token: "t", apiUrl, wait, patienceMs: 500 };
    await expect(createGithub(settings).comments(7)).rejects.toMatchObject({ name: "HostRefused", exit: 8 });
    expect(asked).toBe(4);
    silent.closeAllConnections();
    await new Promise((resolve) => silent.close(resolve));
  });

  it("that writes something new is asked once where it may have arrived, so that nothing is written twice", async () => {
    github.failNext("POST", COMMENTS, 502);
    await expect(host.addComment(7, "ours")).rejects.toMatchObject({ status: 502 });
    expect(statuses()).toEqual([502]);
  });

  it("waits as a limit says, since what was limited was not done", async () => {
    github.failNext("POST", COMMENTS, 429, { "retry-after": "7" });
    await host.addComment(7, "ours");
    expect(waits).toEqual([7000]);
    expect(statuses()).toEqual([429, 201]);
    expect(github.state.comments).toHaveLength(1);
  });

  it("is not held up by a limit that lifts in an hour, nor by a right that is missing", async () => {
    github.failNext("GET", COMMENTS, 403, { "retry-after": "3600" });
    await expect(host.comments(7)).rejects.toMatchObject({ status: 403 });
    github.failNext("GET", COMMENTS, 403);
    await expect(host.comments(7)).rejects.toMatchObject({ status: 403 });
    expect(statuses()).toEqual([403, 403]);
    expect(waits).toEqual([]);
  });

  it("ends after four attempts", async () => {
    for (let at = 0; at < 5; at += 1) github.failNext("GET", COMMENTS, 429, { "retry-after": "0" });
    await expect(host.comments(7)).rejects.toMatchObject({ status: 429 });
    expect(statuses()).toEqual([429, 429, 429, 429]);
  });
});
