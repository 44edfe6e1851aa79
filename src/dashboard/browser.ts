/** What the page has of the browser it runs in. */
export interface Browser {
  /** Wall clock, ms. */
  now(): number;
  random(): number;
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** Resolves after so many ms, or as soon as the signal is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** Calls `work` again and again while the page is seen. Returns what ends that. */
  every(ms: number, work: () => void): () => void;
  /** Of this tab: gone when it is closed. */
  readonly session: Store;
  /** Of this browser. */
  readonly lasting: Store;
  /** The directory that the page was served from, with a slash at the end. */
  readonly base: string;
  /** Behind the `#`, as it stands in the address. */
  hash(): string;
  /** Returns what ends the listening. */
  onHash(listener: () => void): () => void;
  go(hash: string): void;
  /** The same without a step that "back" would return to. */
  replace(hash: string): void;
  /** false: the browser did not allow it. */
  copy(text: string): Promise<boolean>;
}

export interface Store {
  get(name: string): string | null;
  /** null takes it away. */
  set(name: string, value: string | null): void;
}

export function openBrowser(window: Window & typeof globalThis): Browser {
  const { location, document } = window;
  return {
    now: () => Date.now(),
    random: () => Math.random(),
    fetch: (url, init) => window.fetch(url, init),
    sleep: (ms, signal) => sleep(window, ms, signal),
    every: (ms, work) => {
      const timer = window.setInterval(() => {
        if (!document.hidden) work();
      }, ms);
      const onVisible = () => {
        if (!document.hidden) work();
      };
      document.addEventListener("visibilitychange", onVisible);
      return () => {
        window.clearInterval(timer);
        document.removeEventListener("visibilitychange", onVisible);
      };
    },
    session: storeOf(() => window.sessionStorage),
    lasting: storeOf(() => window.localStorage),
    base: new URL(".", location.href).href,
    hash: () => location.hash.slice(1),
    onHash: (listener) => {
      window.addEventListener("hashchange", listener);
      return () => window.removeEventListener("hashchange", listener);
    },
    go: (hash) => {
      location.hash = hash;
    },
    replace: (hash) => location.replace(`#${hash}`),
    copy: (text) => copy(window, text),
  };
}

function sleep(window: Window, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const end = () => {
      window.clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = window.setTimeout(end, ms);
    signal.addEventListener("abort", end);
  });
}

/** Settings of a browser may forbid storage, which then throws: the page does without. */
function storeOf(storage: () => Storage): Store {
  const attempt = <T>(work: (storage: Storage) => T): T | null => {
    try {
      return work(storage());
    } catch {
      return null;
    }
  };
  return {
    get: (name) => attempt((store) => store.getItem(name)),
    set: (name, value) => {
      attempt((store) => (value === null ? store.removeItem(name) : store.setItem(name, value)));
    },
  };
}

/** Browsers lend the clipboard to pages from this computer and over HTTPS alone. */
async function copy({ navigator }: Window, text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
