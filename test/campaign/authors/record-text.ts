/*
 * A record's file as people change it in an editor: text in, text out. One field is one element on lines of its own, in order
 * of name; the lines of a transaction stand behind them, in a subfile (docs/repository-format.md).
 */

const SUBFILE = "  <subfile ";

/** A field's value as it stands there; null: there is none. */
export function fieldIn(text: string, name: string): string | null {
  const found = elementOf(name).exec(headerOf(text));
  return found === null ? null : unescaped(found[2] ?? "");
}

/** @param value null: the field goes */
export function withField(text: string, name: string, value: string | null): string {
  const header = headerOf(text);
  const rest = text.slice(header.length);
  const without = header.replace(elementOf(name), "");
  if (value === null) return without + rest;
  const lines = without.split(/(?<=\n)(?= {2}<|<\/)/);
  const at = lines.findIndex((line, index) => index > 0 && !(line.startsWith("  <") && line.slice(3) < `${name}>`));
  const place = at < 0 ? lines.length : at;
  return lines.toSpliced(place, 0, `  <${name}>${escaped(value)}</${name}>\n`).join("") + rest;
}

/** The description of a transaction's first line that people entered. null: it has no lines. */
export function withLineDescription(text: string, value: string): string | null {
  const at = text.indexOf("    <detail>\n");
  if (at < 0) return null;
  const end = text.indexOf("    </detail>\n", at);
  const line = text.slice(at, end).replace(/ {6}<detail\.description>[\s\S]*?<\/detail\.description>\n/, "");
  const fresh = `      <detail.description>${escaped(value)}</detail.description>\n`;
  return text.slice(0, at) + line + fresh + text.slice(end);
}

/** The same record in another form, which asks for nothing. */
export function reformatted(text: string, way: number): string {
  const ways = [
    () => text.replaceAll("\n  <", "\n\n\t<"),
    () => `<?xml version="1.0" encoding="UTF-8"?>\n<!-- as it was -->\n${text}`,
    () => text.replaceAll(/ {2}<(\w+)>([^<]*)<\/\1>\n/g, "  <$1 >$2</$1>\n"),
    () => reversed(text),
  ];
  return (ways[way % ways.length] as () => string)();
}

function reversed(text: string): string {
  const header = headerOf(text);
  const [root = "", ...lines] = header.split(/(?<=\n)(?= {2}<|<\/)/);
  const fields = lines.filter((line) => line.startsWith("  <"));
  const end = lines.filter((line) => !line.startsWith("  <"));
  return [root, ...fields.reverse(), ...end].join("") + text.slice(header.length);
}

function headerOf(text: string): string {
  const at = text.indexOf(SUBFILE);
  return at < 0 ? text : text.slice(0, at);
}

function elementOf(name: string): RegExp {
  return new RegExp(`  <${name}( system="true")?>([\\s\\S]*?)</${name}>\\n`);
}

export function escaped(value: string): string {
  return value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("\r", "&#xD;");
}

function unescaped(text: string): string {
  return text.replaceAll("&#xD;", "\r").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
