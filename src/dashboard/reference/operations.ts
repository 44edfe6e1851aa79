import type { OpenApi, Operation, Parameter } from "./openapi.ts";

/** One operation of the interface, as it is shown. */
export interface Shown {
  /** For links: `get-runs-run`. */
  readonly id: string;
  /** In capitals. */
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
  readonly parameters: readonly Parameter[];
}

export interface Group {
  readonly name: string;
  readonly description: string;
  readonly operations: readonly Shown[];
}

const METHODS = ["get", "post", "put", "patch", "delete"];
const OTHER = "Other";

/** Every operation by its first tag, groups in the order of the document's tags, operations in the order of its paths. */
export function groupsOf(document: OpenApi): Group[] {
  const named = document.tags ?? [];
  const byTag = Map.groupBy(operationsOf(document), ({ operation }) => operation.tags?.[0] ?? OTHER);
  const names = new Set([...named.map(({ name }) => name), ...byTag.keys()]);
  return [...names].flatMap((name) => {
    const operations = byTag.get(name);
    if (operations === undefined) return [];
    return [{ name, description: named.find((tag) => tag.name === name)?.description ?? "", operations }];
  });
}

function operationsOf({ paths = {} }: OpenApi): Shown[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      if (operation === undefined) return [];
      const id = `${method}${path}`
        .replace(/[^A-Za-z0-9]+/g, "-")
        .replace(/-$/, "")
        .toLowerCase();
      return [{ id, method: method.toUpperCase(), path, operation, parameters: operation.parameters ?? [] }];
    }),
  );
}
