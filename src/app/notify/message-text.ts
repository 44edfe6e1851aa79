import { iso } from "../iso.ts";
import type { Notice } from "./notice.ts";

/** Who speaks. */
export interface Speaker {
  /** The mirrored document, by its name. */
  readonly document: string;
  readonly version: string;
  readonly dataDirectory: string;
}

const PHASES: Readonly<Record<Notice["phase"], string>> = {
  began: "",
  continues: "Still: ",
  over: "",
  happened: "",
};

/** One line, for a subject: `Tidemark Acme.moneyworks: 3 polls in a row failed`. */
export function titleLine({ phase, title }: Notice, { document }: Speaker): string {
  return `Tidemark ${document}: ${PHASES[phase]}${title}`.replace(/\s+/g, " ");
}

/** All of a message, for people. */
export function messageText(notice: Notice, speaker: Speaker): string {
  const { text, hint, others } = notice;
  const paragraphs = [
    `${PHASES[notice.phase]}${notice.title}`,
    notice.title.endsWith(text) ? "" : text,
    hint === null ? "" : `What to do: ${hint}`,
    others.length === 0 ? "" : ["Shortly before:", ...others.map((title) => `- ${title}`)].join("\n"),
    factLines(notice, speaker).join("\n"),
  ];
  return `${paragraphs.filter((paragraph) => paragraph !== "").join("\n\n")}\n`;
}

function factLines({ at, since, code, run }: Notice, { document, version, dataDirectory }: Speaker): string[] {
  return [
    `document  ${document}`,
    `data      ${dataDirectory}`,
    ...(since === null ? [] : [`since     ${timeText(since)}`]),
    ...(code === null ? [] : [`code      ${code}`]),
    ...(run === null ? [] : [`run       ${run}`]),
    `told      ${timeText(at)} by Tidemark ${version}`,
  ];
}

function timeText(at: number): string {
  return `${iso(at).slice(0, 16).replace("T", " ")} UTC`;
}
