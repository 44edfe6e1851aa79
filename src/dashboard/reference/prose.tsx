interface ProseProps {
  /** Paragraphs, lists of lines that begin with a dash, and code between backticks; nothing else is markup. */
  readonly text: string;
}

/** A description as the document has it. */
export function Prose({ text }: ProseProps) {
  return (
    <>
      {text.split(/\n{2,}/).map((block) => {
        const lines = block.split("\n");
        if (!lines.every((line) => line.startsWith("- "))) {
          return (
            <p key={block} class="lead">
              <Inline text={block} />
            </p>
          );
        }
        return (
          <ul key={block} class="bullets">
            {lines.map((line) => (
              <li key={line}>
                <Inline text={line.slice(2)} />
              </li>
            ))}
          </ul>
        );
      })}
    </>
  );
}

/** A line with code between backticks. */
export function Inline({ text }: ProseProps) {
  return <>{text.split("`").map((part, at) => (at % 2 === 1 ? <code key={at}>{part}</code> : part))}</>;
}
