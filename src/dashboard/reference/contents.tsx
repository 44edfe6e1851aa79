import type { Signal } from "@preact/signals";
import { useId } from "preact/hooks";
import { counted } from "../text/numbers.ts";
import type { Group } from "./operations.ts";

interface ContentsProps {
  readonly groups: readonly Group[];
  readonly total: number;
  readonly search: Signal<string>;
}

/** The search, and what it finds. */
export function Contents({ groups, total, search }: ContentsProps) {
  const id = useId();
  return (
    <div class="reference-side">
      <search class="field" aria-label="Search the reference">
        <label for={id}>Search</label>
        <input
          id={id}
          type="search"
          autocomplete="off"
          value={search.value}
          onInput={(event) => {
            search.value = event.currentTarget.value;
          }}
        />
      </search>
      <p class="muted small-text" role="status">
        {counted(total, "operation")}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <nav aria-label="Operations" tabIndex={0}>
        {groups.map(({ name, operations }) => (
          <div key={name}>
            <p class="side-group">{name}</p>
            <ul>
              {operations.map(({ id: operation, method, path }) => (
                <li key={operation}>
                  <a href={`#${operation}`}>
                    <span class={`method ${method.toLowerCase()}`}>{method}</span> <span>{path}</span>
                  </a>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
    </div>
  );
}
