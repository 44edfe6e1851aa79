import { useApp } from "../app.ts";
import { sectionOf } from "./place.ts";
import { hrefOf } from "./route.ts";

const ENTRIES = [
  ["overview", "Overview", hrefOf({ view: "overview" })],
  ["changes", "Changes", hrefOf({ view: "changes", table: "", key: "", field: "" })],
  ["runs", "Runs", hrefOf({ view: "runs", kind: "", outcome: "" })],
  ["promotions", "Promotions", hrefOf({ view: "promotions" })],
  ["records", "Records", hrefOf({ view: "records", table: "", search: "" })],
] as const;

export function Navigation() {
  const { route } = useApp();
  const section = sectionOf(route.value);
  return (
    <>
      <a class="brand" href={hrefOf({ view: "overview" })}>
        <svg viewBox="0 0 32 32" width="24" height="24" aria-hidden="true" focusable="false">
          <rect width="32" height="32" rx="7" />
          <path d="M4 12q4-4 8 0t8 0 8 0M4 20q4-4 8 0t8 0 8 0" />
        </svg>
        Tidemark
      </a>
      <nav class="nav" aria-label="Views">
        <ul>
          {ENTRIES.map(([name, text, href]) => (
            <li key={name}>
              <a href={href} aria-current={section === name ? "page" : undefined}>
                {text}
              </a>
            </li>
          ))}
        </ul>
      </nav>
    </>
  );
}
