/** A heading of a Markdown text with everything up to the next one of its level or above. */
export interface Section {
  readonly title: string;
  /** With its heading. */
  readonly markdown: string;
}

/** The sections of one level, in order. @param level 2 for `##` */
export function sectionsOf(markdown: string, level: number): readonly Section[] {
  const heading = new RegExp(`^(#{1,${level}}) +(.+)$`);
  const found: { title: string; lines: string[] }[] = [];
  let isFenced = false;
  let isOpen = false;
  for (const line of markdown.split("\n")) {
    if (line.startsWith("```")) isFenced = !isFenced;
    const [, marks, title = ""] = isFenced ? [] : (heading.exec(line) ?? []);
    if (marks !== undefined) isOpen = marks.length === level;
    if (marks?.length === level) found.push({ title, lines: [] });
    if (isOpen) found.at(-1)?.lines.push(line);
  }
  return found.map(({ title, lines }) => ({ title, markdown: `${lines.join("\n").trimEnd()}\n` }));
}
