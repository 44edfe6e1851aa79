import type { ComponentChildren } from "preact";

/** The figures that one looks at first, side by side. */
export function Facts({ children }: { readonly children: ComponentChildren }) {
  return <dl class="facts">{children}</dl>;
}

interface FactProps {
  readonly name: string;
  /** Below the figure, smaller. */
  readonly more: ComponentChildren;
  readonly children: ComponentChildren;
}

export function Fact({ name, more, children }: FactProps) {
  return (
    <div class="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
      <dd class="more">{more}</dd>
    </div>
  );
}
