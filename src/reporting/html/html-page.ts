import { createHash } from "node:crypto";
import { escapeHtml } from "./html-text.ts";
import { PAGE_STYLE } from "./page-style.ts";

export interface HtmlPage {
  readonly title: string;
  /** HTML, already escaped. */
  readonly body: string;
  /** JavaScript of the page, or nothing. */
  readonly script?: string;
}

const hashOf = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** A page that is one file: it asks for nothing, and only its own style and script, known by their hash, may act. */
export function renderHtmlPage({ title, body, script = "" }: HtmlPage): string {
  const mayRun = script === "" ? "'none'" : hashOf(script);
  const policy = [
    "default-src 'none'",
    `style-src ${hashOf(PAGE_STYLE)}`,
    `script-src ${mayRun}`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<style>${PAGE_STYLE}</style>
</head>
<body>
${body}
${script === "" ? "" : `<script>${script}</script>`}
</body>
</html>
`;
}
