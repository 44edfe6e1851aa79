import { fail } from "../domain/errors/tidemark-error.ts";
import type { Subfile, SubfileRow } from "../domain/record.ts";
import type { TableSchema } from "../domain/schema/schema.ts";
import { elementName, vendorName } from "./names.ts";
import { byName, sortRows } from "./order.ts";
import { isSystem, RowReader } from "./row-reader.ts";
import { elementOnly, isLayout, nodes, type XmlNode } from "./xml.ts";

/** Reads the `<subfile>` elements of a page's records; keeps one row reader for each kind of row. */
export class SubfileReader {
  readonly #readers = new Map<string, RowReader>();
  readonly #schemaOf: (element: string) => TableSchema | undefined;
  readonly #order: typeof sortRows;

  /**
   * @param schemaOf the schema of a row's element, which says what blank is; undefined when it is not known.
   * @param order of a subfile's rows; default: canonical order
   */
  constructor(schemaOf: (element: string) => TableSchema | undefined, order = sortRows) {
    this.#schemaOf = schemaOf;
    this.#order = order;
  }

  /**
   * Subfiles in order of name, those without rows left out, rows in canonical order, each row's `lastmodifiedtime` gone.
   * @throws canonical.unexpected-element for two subfiles of one name or rows of two kinds, and what `RowReader` throws
   */
  read(value: XmlNode | readonly XmlNode[] | undefined): readonly Subfile[] {
    const subfiles = nodes(value)
      .map((node) => this.#subfile(node))
      .filter((subfile) => subfile.rows.length > 0)
      .sort(byName);
    const again = subfiles.find((subfile, i) => i > 0 && subfiles[i - 1]?.name === subfile.name);
    if (again) throw fail("canonical.duplicate-field", { field: `subfile ${again.name}`, element: again.element });
    return subfiles;
  }

  /** Names of the fields met so far in rows of any kind: `detail.gross`. */
  names(): readonly string[] {
    return [...this.#readers].flatMap(([element, reader]) => {
      const prefix = `${element}.`;
      return reader.names().map((name) => (name.startsWith(prefix) ? name : prefix + name));
    });
  }

  #subfile(node: XmlNode): Subfile {
    const subfile = elementOnly(node, "subfile");
    const name = vendorName(typeof subfile["@name"] === "string" ? subfile["@name"] : "");
    let element = "";
    let rows: SubfileRow[] = [];
    for (const key in subfile) {
      const child = subfile[key] as XmlNode | readonly XmlNode[];
      if (key === "#text") refuseText(child);
      else if (!key.startsWith("@")) {
        if (element !== "")
          throw fail("canonical.unexpected-element", { element: key.slice(0, 80), parent: "subfile" });
        element = elementName(key);
        rows = this.#rows(element, nodes(child));
      }
    }
    return { name, element, rows };
  }

  #rows(element: string, children: readonly XmlNode[]): SubfileRow[] {
    const reader = this.#readers.get(element) ?? new RowReader(element, this.#schemaOf(element));
    this.#readers.set(element, reader);
    const rows = children.map((child) => {
      const { fields, subfiles } = reader.read(child);
      if (subfiles !== undefined) throw fail("canonical.unexpected-element", { element: "subfile", parent: element });
      return { fields, system: isSystem(child) };
    });
    return this.#order(rows, element);
  }
}

function refuseText(text: XmlNode | readonly XmlNode[]): void {
  if (typeof text !== "string" || !isLayout(text)) throw fail("canonical.unexpected-text", { element: "subfile" });
}
