import { wordDiff } from "../text/word-diff.ts";
import { Icon, Unseen } from "./icons.tsx";

interface ValueDiffProps {
  /** null: blank or absent. */
  readonly old: string | null;
  readonly now: string | null;
}

/** Longer values than this, and those of several lines, are compared word by word. */
const SHORT = 48;

/** What a field was, and what it is now. */
export function ValueDiff({ old, now }: ValueDiffProps) {
  if (old !== null && now !== null && (isLong(old) || isLong(now))) return <Words old={old} now={now} />;
  return (
    <span class="diff">
      <del>
        <Unseen>was </Unseen>
        <Value text={old} />
      </del>
      <Icon name="arrow" />
      <ins>
        <Unseen>, now </Unseen>
        <Value text={now} />
      </ins>
    </span>
  );
}

/** A value as it is: blanks and line ends are part of it. */
export function Value({ text }: { readonly text: string | null }) {
  if (text === null || text === "") return <em class="blank">blank</em>;
  return <span class={text === "(private)" ? "value private" : "value"}>{withLineEnds(text)}</span>;
}

/** MoneyWorks ends lines with CR, which browsers do not show. */
function withLineEnds(text: string): string {
  return text.replace(/\r\n?/g, "\n");
}

function Words({ old, now }: { readonly old: string; readonly now: string }) {
  return (
    <span class="diff words">
      {wordDiff(withLineEnds(old), withLineEnds(now)).map(({ kind, text }, at) => {
        if (kind === "same") return <span key={at}>{text}</span>;
        return kind === "old" ? <del key={at}>{text}</del> : <ins key={at}>{text}</ins>;
      })}
    </span>
  );
}

function isLong(text: string): boolean {
  return text.length > SHORT || /[\r\n]/.test(text);
}
