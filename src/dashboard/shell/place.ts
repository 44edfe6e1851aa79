import type { Route } from "./route.ts";

const TITLES = {
  overview: "Overview",
  changes: "Changes",
  runs: "Runs",
  run: "Run",
  promotions: "Promotions",
  promotion: "Commit",
  records: "Records",
  record: "Record",
  nowhere: "Nothing here",
} as const;

/** Changes when another view is shown, and not when a view is filtered. */
export function placeOf(route: Route): string {
  switch (route.view) {
    case "run":
      return `run ${route.run}`;
    case "promotion":
      return `promotion ${route.commit}`;
    case "records":
      return `records ${route.table}`;
    case "record":
      return `record ${route.table} ${route.key}`;
    default:
      return route.view;
  }
}

/** What the browser's tab says. */
export function titleOf(route: Route): string {
  const name = route.view === "record" ? `${route.table} ${route.key}` : TITLES[route.view];
  return `${name} – Tidemark`;
}

/** The entry of the navigation that a view belongs to. */
export function sectionOf({ view }: Route): "overview" | "changes" | "runs" | "promotions" | "records" | null {
  switch (view) {
    case "run":
      return "runs";
    case "promotion":
      return "promotions";
    case "record":
      return "records";
    case "nowhere":
      return null;
    default:
      return view;
  }
}
