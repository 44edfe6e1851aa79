import type { AreaReport, Finding, LookedAt, VerifyArea } from "../domain/verification.ts";

/** What one area came to. */
export interface AreaResult extends LookedAt {
  readonly area: VerifyArea;
  readonly findings: number;
  readonly ms: number;
  /** Why it could not be looked at to the end; null when it was. */
  readonly error: { readonly code: string; readonly message: string; readonly hint: string } | null;
}

/** Told while the verification goes on. */
export interface VerifyWatcher {
  readonly onFinding: (finding: Finding) => void;
  readonly onRemark: (remark: Finding) => void;
  /** `now` is the monotonic clock in ms. */
  readonly onProgress: (progress: LookedAt & { readonly area: VerifyArea }, now: number) => void;
}

/** Counts what one area tells, and hands it on. */
export class AreaCount implements AreaReport {
  readonly #area: VerifyArea;
  readonly #watcher: VerifyWatcher;
  readonly #now: () => number;
  #looked: LookedAt = { objects: 0, bytes: 0, records: 0 };
  #findings = 0;

  constructor(area: VerifyArea, watcher: VerifyWatcher, now: () => number) {
    this.#area = area;
    this.#watcher = watcher;
    this.#now = now;
  }

  get findings(): number {
    return this.#findings;
  }

  get amount(): LookedAt {
    return this.#looked;
  }

  found(code: string, subject: string, detail: string): void {
    this.#findings++;
    this.#watcher.onFinding({ area: this.#area, code, subject, detail });
  }

  remark(code: string, subject: string, detail: string): void {
    this.#watcher.onRemark({ area: this.#area, code, subject, detail });
  }

  looked({ objects = 0, bytes = 0, records = 0 }: Partial<LookedAt>): void {
    const before = this.#looked;
    this.#looked = {
      objects: before.objects + objects,
      bytes: before.bytes + bytes,
      records: before.records + records,
    };
    this.#watcher.onProgress({ area: this.#area, ...this.#looked }, this.#now());
  }
}

/** Keeps what is told until it is known to be true; of more than it keeps, the rest is told at once. */
export class HeldReport implements AreaReport {
  readonly #to: AreaReport;
  readonly #held: (() => void)[] = [];
  static readonly #MOST = 20_000;

  constructor(to: AreaReport) {
    this.#to = to;
  }

  found(code: string, subject: string, detail: string): void {
    this.#hold(() => this.#to.found(code, subject, detail));
  }

  remark(code: string, subject: string, detail: string): void {
    this.#hold(() => this.#to.remark(code, subject, detail));
  }

  looked(amount: Partial<LookedAt>): void {
    this.#to.looked(amount);
  }

  release(): void {
    for (const tell of this.#held) tell();
    this.#held.length = 0;
  }

  #hold(tell: () => void): void {
    if (this.#held.length < HeldReport.#MOST) this.#held.push(tell);
    else tell();
  }
}
