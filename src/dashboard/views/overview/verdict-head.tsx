import type { Status } from "../../../api/contract/status.ts";
import { Icon } from "../../parts/icons.tsx";
import { withShortIds } from "../../text/ids.ts";

const LABELS = {
  ok: "Up to date",
  reading: "First read",
  attention: "Worth a look",
  failing: "Failing",
  halted: "Halted",
} as const;

/** The state in one word and one sentence, and what else is worth knowing. */
export function VerdictHead({ verdict: { level, sentence, remarks } }: Pick<Status, "verdict">) {
  return (
    <section class={`verdict ${level}`} aria-label="State">
      <Icon name={level} />
      <div>
        <p class="verdict-label">{LABELS[level]}</p>
        <h1 tabIndex={-1}>{withShortIds(sentence)}</h1>
        {remarks.length > 0 && (
          <ul class="remarks">
            {remarks.map((remark) => (
              <li key={remark}>{withShortIds(remark)}</li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}
