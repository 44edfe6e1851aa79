import type { Pages } from "../loading/use-pages.ts";
import { Button } from "./button.tsx";
import { Failure } from "./failure.tsx";

interface PagerProps {
  readonly pages: Pick<Pages<unknown>, "hasMore" | "isLoading" | "more" | "error" | "reload" | "items">;
  /** What the button says. */
  readonly label: string;
}

/** Goes on in a list, or says why that is not possible. */
export function Pager({ pages, label }: PagerProps) {
  const { error, hasMore, isLoading, items, more, reload } = pages;
  // A place in a list that is no more is not found by asking again.
  const isLost = items === null || error?.code === "api.cursor-gone";
  if (error !== null) return <Failure error={error} again={isLost ? reload : more} />;
  if (!hasMore) return null;
  return (
    <p class="pager">
      <Button isOff={isLoading} onClick={more}>
        {label}
      </Button>
    </p>
  );
}
