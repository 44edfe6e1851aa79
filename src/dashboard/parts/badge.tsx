/** How a word is to be taken; each has a mark of its own beside its colour. */
type Tone = "good" | "calm" | "warn" | "bad" | "plain";

const TONES: Readonly<Record<string, Tone>> = {
  ok: "good",
  equal: "good",
  accepted: "good",
  applied: "good",
  held: "good",
  poll: "good",
  running: "calm",
  reading: "calm",
  yielded: "calm",
  pending: "calm",
  recomputed: "calm",
  truncated: "warn",
  case: "calm",
  full: "calm",
  different: "warn",
  partial: "warn",
  unknown: "warn",
  contested: "warn",
  conflict: "bad",
  refused: "bad",
  failed: "bad",
  halted: "bad",
  cancelled: "plain",
};

/** An outcome, a state or a coverage. */
export function Badge({ word }: { readonly word: string }) {
  return <span class={`badge ${TONES[word] ?? "plain"}`}>{word}</span>;
}
