import { CopyButton } from "../../parts/copy-button.tsx";

/** The record's file, byte for byte, private values aside. */
export function RecordXml({ xml }: { readonly xml: string }) {
  return (
    <details class="panel xml">
      <summary>
        <h2>Canonical XML</h2>
      </summary>
      <CopyButton text={xml} what="the XML" label="Copy" />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <section tabIndex={0} aria-label="Canonical XML">
        <pre>{xml}</pre>
      </section>
    </details>
  );
}
