import { useEffect, useRef } from "preact/hooks";
import type { ServiceEvent } from "../../api/contract/events.ts";
import { useApp } from "../app.ts";

/** Calls `take` for each event of the service while the view is shown. */
export function useLive(take: (event: ServiceEvent) => void): void {
  const { live } = useApp();
  const newest = useRef(take);
  newest.current = take;
  useEffect(() => live.listen((event) => newest.current(event)), [live]);
}
