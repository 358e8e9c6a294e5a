import { writeSync } from "node:fs";

process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  writeSync(2, `\nusage ${(userCPUTime + systemCPUTime) / 1000} ${maxRSS / 1024}\n`);
});
