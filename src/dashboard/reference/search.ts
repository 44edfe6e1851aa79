import type { Group, Shown } from "./operations.ts";

/** The groups with the operations in which every word is found: in path, method, texts, parameters. */
export function found(groups: readonly Group[], search: string): Group[] {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  return groups.flatMap((group) => {
    const operations = group.operations.filter((shown) => {
      const text = `${group.name} ${textOf(shown)}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
    return operations.length === 0 ? [] : [{ ...group, operations }];
  });
}

function textOf({ method, path, operation, parameters }: Shown): string {
  const told = parameters.map(({ name, description = "" }) => `${name} ${description}`);
  const answers = Object.values(operation.responses ?? {}).map(({ description = "" }) => description);
  return [method, path, operation.summary, operation.description, ...told, ...answers].join(" ");
}
