import { signal } from "@preact/signals";
import type { ApiError } from "../../sdk/api-error.ts";

/** What came of something that was asked for. */
export interface Notice {
  readonly kind: "done" | "failed";
  readonly text: string;
  /** What to do next. */
  readonly hint: string;
  /** The run that it is about. */
  readonly run: string | null;
}

/** The newest notice. It stays until the next one comes or somebody puts it away. */
export class Notices {
  readonly newest = signal<Notice | null>(null);

  done(text: string, run: string | null = null): void {
    this.newest.value = { kind: "done", text, hint: "", run };
  }

  failed({ message, hint, run }: Pick<ApiError, "message" | "hint" | "run">): void {
    this.newest.value = { kind: "failed", text: message, hint, run };
  }

  clear(): void {
    this.newest.value = null;
  }
}
