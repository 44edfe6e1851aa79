import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

interface PanelProps {
  readonly title: string;
  /** Beside the title: links, a choice. */
  readonly aside?: ComponentChildren;
  readonly className?: string;
  readonly children: ComponentChildren;
}

/** A part of a view, with its heading. */
export function Panel({ title, aside, className = "", children }: PanelProps) {
  const heading = useId();
  return (
    <section class={`panel ${className}`} aria-labelledby={heading}>
      <div class="panel-head">
        <h2 id={heading}>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
