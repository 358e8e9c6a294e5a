/**
 * Names of the elements of an XML text in the order in which they open; throws where it is not well-formed: tags that
 * do not nest, a stray `<` or `&`, an attribute without quotes, characters that XML 1.0 does not allow.
 */
export function xmlOutline(xml: string): readonly string[] {
  if (/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(xml))
    throw new Error("illegal character");
  const names: string[] = [];
  const open: string[] = [];
  const rest = xml
    .replace(/^<\?xml[^?]*\?>/, "")
    .replaceAll(TAG, (_, close: string, name: string, _attributes: string, alone: string) => {
      if (close === "/" && open.pop() !== name) throw new Error(`</${name}> closes another element`);
      if (close === "") names.push(name);
      if (close === "" && alone === "") open.push(name);
      return "";
    });
  if (open.length > 0) throw new Error(`<${open.at(-1)}> stays open`);
  if (/[<]|&(?!(amp|lt|gt|quot|#\d+);)/.test(rest)) throw new Error("stray < or &");
  return names;
}

const TAG = /<(\/?)([a-z]+)((?:\s+[a-z_]+="(?:[^"<&]|&(?:amp|lt|gt|quot|#\d+);)*")*)\s*(\/?)>/g;
