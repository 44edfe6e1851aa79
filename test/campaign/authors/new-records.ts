import type { Scene } from "./acts.ts";
import { escaped } from "./record-text.ts";

export interface NewFile {
  readonly path: string;
  readonly text: string;
}

/** A new name, product or job. The same id is the same record, nearly always. */
export function newRecord({ event }: Scene, code = `A${event.id}`): NewFile {
  const { table, id, other } = event;
  const label = table === "name" ? "name" : "description";
  const comment = other % 8 === 7 ? `  <comment>not the same ${event.nonce}</comment>\n` : "";
  const text = `<${table}>\n  <code>${escaped(code)}</code>\n${comment}  <${label}>New ${id}</${label}>\n</${table}>\n`;
  return { path: `new/${table}/c${id}.xml`, text };
}

type Kind = "balanced" | "unbalanced" | "no account";

/** An invoice of one line; null where there is nobody to send it to. Amounts are given in whole, in part, or as a gross alone. */
export function newInvoice(scene: Scene, kind: Kind): NewFile | null {
  const { event, rows } = scene;
  const accounts = rows("account").filter(({ fields }) => fields.type === "IN");
  const account =
    kind === "no account" ? "9999" : (accounts[event.who % Math.max(1, accounts.length)]?.fields.code ?? "4000");
  const rate = accounts.find(({ fields }) => fields.code === account)?.fields.taxcode === "G" ? 0.15 : 0;
  const net = 100 + (event.id % 50);
  const tax = Math.round(net * rate * 100) / 100;
  const gross = net + tax + (kind === "unbalanced" ? 1 : 0);
  const whole = kind === "unbalanced" || event.id % 3 === 0;
  const amounts = whole ? { net, tax, gross } : event.id % 3 === 1 ? { gross } : { net };
  return invoice(scene, { account, description: `Work ${event.id}`, ...amounts });
}

/** An invoice of which MoneyWorks works out everything but the product and how many of it. */
export function newInvoiceByProduct(scene: Scene): NewFile | null {
  const products = scene.rows("product");
  const code = products[scene.event.who % Math.max(1, products.length)]?.fields.code;
  return code === undefined ? null : invoice(scene, { stockcode: code, stockqty: 1 + (scene.event.id % 4) });
}

function invoice({ event, rows }: Scene, line: Readonly<Record<string, string | number>>): NewFile | null {
  const { id, other } = event;
  const names = rows("name").filter(({ fields }) => (fields.code ?? "") !== "");
  const name = names[(id * 7) % Math.max(1, names.length)]?.fields.code;
  if (name === undefined) return null;
  const amount = (value: string | number) => (typeof value === "number" ? value.toFixed(2) : escaped(value));
  const fields = Object.entries(line).map(
    ([field, value]) => `      <detail.${field}>${amount(value)}</detail.${field}>\n`,
  );
  const description = `Sent ${id}${other % 8 === 7 ? ", not the same" : ""}`;
  const header = `  <type>DI</type>\n  <namecode>${escaped(name)}</namecode>\n  <description>${description}</description>\n`;
  const subfile = `  <subfile name="Detail">\n    <detail>\n${fields.join("")}    </detail>\n  </subfile>\n`;
  return { path: `new/transaction/c${id}.xml`, text: `<transaction>\n${header}${subfile}</transaction>\n` };
}
