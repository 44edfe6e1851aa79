import type { ComponentChildren } from "preact";

interface ViewHeadProps {
  readonly title: ComponentChildren;
  /** Above the title: where one is. */
  readonly up?: { readonly href: string; readonly text: string };
  readonly children?: ComponentChildren;
}

/** The heading of a view; it gets the focus when the view changes. */
export function ViewHead({ title, up, children }: ViewHeadProps) {
  return (
    <div class="view-head">
      <div>
        {up !== undefined && (
          <p class="up">
            <a href={up.href}>{`← ${up.text}`}</a>
          </p>
        )}
        <h1 tabIndex={-1}>{title}</h1>
      </div>
      {children}
    </div>
  );
}
