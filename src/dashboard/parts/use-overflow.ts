import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

/** Whether an element's content does not fit into it, now and whenever either changes its size. */
export function useOverflow(element: RefObject<HTMLElement | null>): boolean {
  const isOver = useSignal(false);
  useEffect(() => {
    const { current } = element;
    if (current === null) return;
    const look = () => {
      isOver.value = current.scrollWidth > current.clientWidth + 1 || current.scrollHeight > current.clientHeight + 1;
    };
    const observer = new ResizeObserver(look);
    observer.observe(current);
    for (const child of current.children) observer.observe(child);
    return () => observer.disconnect();
  }, [element]);
  return isOver.value;
}
