import type { ComponentChildren } from "preact";
import type { Pages } from "../loading/use-pages.ts";
import { Waiting } from "./failure.tsx";
import { Pager } from "./pager.tsx";

export interface PagedProps<T> {
  readonly pages: Pages<T>;
  /** What the button for the next page says. */
  readonly more: string;
  readonly children: (items: readonly T[]) => ComponentChildren;
}

/** A list page by page: room for it while it is on its way, what is there, the way on or what went wrong. */
export function Paged<T>({ pages, more, children }: PagedProps<T>) {
  const { items, error } = pages;
  return (
    <>
      {items === null ? error === null && <Waiting lines={8} /> : children(items)}
      <Pager pages={pages} label={more} />
    </>
  );
}
