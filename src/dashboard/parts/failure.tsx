import type { ApiError } from "../../sdk/api-error.ts";
import { Button } from "./button.tsx";

interface FailureProps {
  readonly error: ApiError;
  readonly again?: () => void;
}

/** What went wrong, and what to do next. */
export function Failure({ error, again }: FailureProps) {
  return (
    <div class="failure" role="alert">
      <p>
        <strong>{error.message}</strong>
      </p>
      <p>{error.hint}</p>
      <p class="row">
        <code class="muted">{error.code}</code>
        {again !== undefined && (
          <Button look="small" onClick={again}>
            Try again
          </Button>
        )}
      </p>
    </div>
  );
}

/** Room for what is on its way, so that nothing moves when it comes. */
export function Waiting({ lines = 4 }: { readonly lines?: number }) {
  return (
    <div class="waiting" aria-busy="true">
      <span class="unseen">Loading …</span>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} class="line" />
      ))}
    </div>
  );
}
