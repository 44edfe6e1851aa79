import { useApp } from "../app.ts";
import { Brand } from "./brand.tsx";
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
      <Brand href={hrefOf({ view: "overview" })} />
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
