import { signal } from "@preact/signals";
import type { Store } from "../browser.ts";

/** `auto` follows the system. */
export type ThemeChoice = "auto" | "light" | "dark";

const NAME = "tidemark-theme";
const NEXT: Readonly<Record<ThemeChoice, ThemeChoice>> = { auto: "light", light: "dark", dark: "auto" };

/** Light or dark, remembered by the browser. */
export class Theme {
  readonly choice = signal<ThemeChoice>("auto");
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
    const kept = store.get(NAME);
    if (kept === "light" || kept === "dark") this.choice.value = kept;
  }

  next(): void {
    this.choice.value = NEXT[this.choice.value];
    this.#store.set(NAME, this.choice.value === "auto" ? null : this.choice.value);
  }
}
