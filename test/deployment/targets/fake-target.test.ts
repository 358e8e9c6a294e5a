import { createFakeTarget } from "../../fakes/fake-target.ts";
import { targetContract } from "./target-contract.ts";

targetContract("in memory, watched before users meet it", async () => ({
  target: createFakeTarget("on_finish"),
  dispose: async () => {},
}));

targetContract("in memory, met by users at once", async () => ({
  target: createFakeTarget("on_start"),
  dispose: async () => {},
}));
