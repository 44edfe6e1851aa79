import type { Estimate } from "../app/init/estimate.ts";
import type { Place } from "../app/init/place.ts";

/** What init tells a person before the first question. */
export function placeText({ config, data }: Place): string {
  return `This writes ${config}; the data will be in ${data}. Nothing is written before every answer has been tried.\n`;
}

export function estimateText({ records, requests, recordsPerSecond, seconds }: Estimate): string {
  const what = `${grouped(records)} records in ${grouped(requests)} requests`;
  if (recordsPerSecond === null || seconds === null) return `The first read: ${what}.\n`;
  return `The first read: ${what}, about ${span(seconds)} at ${grouped(recordsPerSecond)} records a second.\n`;
}

export function writtenText({ config }: Place): string {
  return `Written: ${config}\n`;
}

export function nextText(place: Place, then: "service" | "sync" | "nothing"): string {
  if (then !== "nothing") return "";
  const sudo = place.scope === "system" ? "sudo " : "";
  const user = place.scope === "user" ? " --user" : "";
  const lines = [
    ...(place.instance === null ? [] : [`${sudo}tidemark service install${user} --instance ${place.instance}`]),
    `${place.instance === null ? "" : sudo}tidemark sync --config ${place.config}`,
  ];
  return `Next: ${lines.join("\n  or: ")}\n`;
}

function span(seconds: number): string {
  if (seconds < 90) return seconds === 1 ? "a second" : `${seconds} seconds`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} minutes`;
  return `${Math.round(seconds / 360) / 10} hours`;
}

function grouped(number: number): string {
  return number.toLocaleString("en");
}
