import { useRef } from "preact/hooks";
import { CopyButton } from "../../parts/copy-button.tsx";
import { useOverflow } from "../../parts/use-overflow.ts";

/** The record's file, byte for byte, private values aside. */
export function RecordXml({ xml }: { readonly xml: string }) {
  const frame = useRef<HTMLDivElement>(null);
  const isLarge = useOverflow(frame);
  const reached = isLarge ? ({ tabIndex: 0, role: "region", "aria-label": "Canonical XML" } as const) : {};
  return (
    <details class="panel xml">
      <summary>
        <h2>Canonical XML</h2>
      </summary>
      <CopyButton text={xml} what="the XML" label="Copy" />
      <div class="xml-frame" ref={frame} {...reached}>
        <pre>{xml}</pre>
      </div>
    </details>
  );
}
