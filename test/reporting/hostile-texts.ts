/** What an input, an expectation or an answer may hold, since nobody vouches for it. */
export const HOSTILE = [
  "a | b || c",
  "```\n# heading\n```",
  "<script>alert(1)</script></script><!--",
  "<img src=x onerror=alert(1)>",
  "@everyone @octocat please look",
  "line\n::set-env name=PATH::/tmp\n##[group]x",
  "\u001b[31mred\u001b[0m\u202etxet",
  "![x](https://evil.example/p.png) [y](javascript:alert(1))",
  "]]> R&D &amp; \"quoted\" 'single'",
  "half \ud800 pair",
].join("\n");
