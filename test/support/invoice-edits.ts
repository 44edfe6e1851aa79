import { readXml, type XmlElement } from "../../src/simulator/import/xml-reader.ts";
import { edit, INVOICE, INVOICE_PATH, orderOf, planOne, type Sides } from "./planning.ts";

const [HEAD = "", OAK = "", PINE = "", REST = ""] = INVOICE.split(/(?=^ {4}<detail)/m);

/** The two lines of the user in `INVOICE`. */
export { OAK, PINE };

/** `INVOICE` with other lines of the user. */
export function invoiceOf(...lines: readonly string[]): string {
  return HEAD + lines.join("") + REST;
}

export function lineOf(fields: Readonly<Record<string, string>>): string {
  const inside = Object.entries(fields).map(([name, value]) => `<detail.${name}>${value}</detail.${name}>`);
  return `    <detail>${inside.join("")}</detail>\n`;
}

/** A line without number and place, as an author writes it. */
export const FIR = lineOf({
  account: "4020-",
  description: "Fir widget",
  gross: "11.50",
  net: "10.00",
  tax: "1.50",
  taxcode: "G",
});

export function planInvoice(sides: Sides) {
  return planOne(INVOICE_PATH, sides);
}

/** An edit of `INVOICE`. */
export function editedInvoice(...pairs: readonly (readonly [from: string, to: string])[]): Sides {
  return { base: INVOICE, theirs: edit(INVOICE, ...pairs) };
}

/** What would be sent, in its order: `description=Widgets` of the header, then of each line. */
export function sentInvoice(sides: Sides): {
  readonly header: readonly string[];
  readonly lines: readonly (readonly string[])[];
} {
  const record = readXml(orderOf(planInvoice(sides)).document).children[0] as XmlElement;
  const text = ({ name, text: value }: XmlElement) => `${name.replace("detail.", "")}=${value}`;
  const subfile = record.children.find(({ name }) => name === "subfile");
  const header = record.children.filter((child) => child !== subfile).map(text);
  return { header, lines: (subfile?.children ?? []).map(({ children }) => children.map(text)) };
}

/** The file of a new invoice. */
export function newInvoice(header: string, ...lines: readonly string[]): string {
  const rows = lines.map((line) => `<detail>${line}</detail>`).join("");
  const own = `<namecode>ROWAN</namecode><type>DI</type>${header}`;
  return `<transaction>${own}<subfile name="Detail">${rows}</subfile></transaction>`;
}

/** A line of these amounts. */
export function amounts(net: string, tax: string, gross: string): string {
  const all = Object.entries({ account: "4000", net, tax, gross });
  return all.map(([name, value]) => `<detail.${name}>${value}</detail.${name}>`).join("");
}
