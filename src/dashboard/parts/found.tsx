interface FoundProps {
  readonly text: string;
  readonly search: string;
}

/** Characters before the place that are shown as well. */
const BEFORE = 24;

/** A text around the place where something was found, which is marked. */
export function Found({ text, search }: FoundProps) {
  const at = text.toLowerCase().indexOf(search.toLowerCase());
  if (at === -1 || search === "") return <bdi>{text}</bdi>;
  const from = at > BEFORE ? at - BEFORE : 0;
  const end = at + search.length;
  return (
    <bdi>
      {from > 0 ? "…" : ""}
      {text.slice(from, at)}
      <mark>{text.slice(at, end)}</mark>
      {text.slice(end)}
    </bdi>
  );
}
