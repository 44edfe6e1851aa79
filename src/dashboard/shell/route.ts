/** Where the address leads. */
export type Route =
  | { readonly view: "overview" }
  | { readonly view: "changes"; readonly table: string; readonly key: string; readonly field: string }
  | { readonly view: "runs"; readonly kind: string; readonly outcome: string }
  | { readonly view: "run"; readonly run: string }
  | { readonly view: "promotions" }
  | { readonly view: "promotion"; readonly commit: string }
  | { readonly view: "records"; readonly table: string; readonly search: string }
  /** `at`: ISO 8601, or empty for now. */
  | { readonly view: "record"; readonly table: string; readonly key: string; readonly at: string }
  | { readonly view: "nowhere" };

/** Reads what stands behind the `#`. What nobody can read leads nowhere. */
export function parseRoute(hash: string): Route {
  const [path = "", search = ""] = splitOnce(hash, "?");
  const query = new URLSearchParams(search);
  const get = (name: string) => query.get(name) ?? "";
  const [view = "", first, second, ...more] = segmentsOf(path) ?? ["?"];
  if (more.length > 0) return { view: "nowhere" };
  if (view === "" && !first) return { view: "overview" };
  if (view === "records" && first && second) return { view: "record", table: first, key: second, at: get("at") };
  if (second) return { view: "nowhere" };
  return routeOf(view, first || undefined, get);
}

function routeOf(view: string, id: string | undefined, get: (name: string) => string): Route {
  switch (view) {
    case "changes":
      return id === undefined
        ? { view, table: get("table"), key: get("key"), field: get("field") }
        : { view: "nowhere" };
    case "runs":
      return id === undefined ? { view, kind: get("kind"), outcome: get("outcome") } : { view: "run", run: id };
    case "promotions":
      return id === undefined ? { view } : { view: "promotion", commit: id };
    case "records":
      return { view, table: id ?? "", search: get("q") };
    default:
      return { view: "nowhere" };
  }
}

/** The address of a route, with its `#`. */
export function hrefOf(route: Route): string {
  switch (route.view) {
    case "overview":
    case "nowhere":
      return "#/";
    case "changes":
      return `#/changes${queryOf({ table: route.table, key: route.key, field: route.field })}`;
    case "runs":
      return `#/runs${queryOf({ kind: route.kind, outcome: route.outcome })}`;
    case "run":
      return `#/runs/${encodeURIComponent(route.run)}`;
    case "promotions":
      return "#/promotions";
    case "promotion":
      return `#/promotions/${encodeURIComponent(route.commit)}`;
    case "records":
      return `#/records${route.table === "" ? "" : `/${encodeURIComponent(route.table)}`}${queryOf({ q: route.search })}`;
    case "record":
      return `#/records/${encodeURIComponent(route.table)}/${encodeURIComponent(route.key)}${queryOf({ at: route.at })}`;
  }
}

/** null: an escape in it is broken. */
function segmentsOf(path: string): string[] | null {
  try {
    return path.replace(/^\//, "").split("/").map(decodeURIComponent);
  } catch {
    return null;
  }
}

function splitOnce(text: string, mark: string): string[] {
  const at = text.indexOf(mark);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function queryOf(values: Readonly<Record<string, string>>): string {
  const given = Object.entries(values).filter(([, value]) => value !== "");
  if (given.length === 0) return "";
  return `?${given.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&")}`;
}
