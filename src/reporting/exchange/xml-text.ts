/** What XML 1.0 cannot carry, not even escaped. */
const ILLEGAL = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "\n": "&#10;",
  "\r": "&#13;",
  "\t": "&#9;",
};

/** For XML 1.0 text and quoted attributes; characters that XML has no way to write become U+FFFD. */
export function escapeXml(text: string): string {
  return text.replaceAll(ILLEGAL, "\ufffd").replaceAll(/[&<>"'\n\r\t]/g, (one) => ENTITIES[one] ?? one);
}

/** ` name="value"` for each attribute, in order. */
export function xmlAttributes(attributes: Readonly<Record<string, string | number>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`)
    .join("");
}
