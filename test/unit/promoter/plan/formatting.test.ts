import { describe, expect, test } from "bun:test";
import { edit, INVOICE, INVOICE_PATH, planOne, ROWAN, ROWAN_PATH } from "../../../support/planning.ts";

/** Whatever a program does to a file without changing what it says. */
const FORMS: readonly [name: string, form: (xml: string) => string][] = [
  ["nothing, but the mode", (xml) => xml],
  ["no layout", (xml) => xml.replace(/>\n\s*</g, "><")],
  ["another layout", (xml) => xml.replace(/\n +/g, "\r\n\t\t\t")],
  ["CR LF line ends", (xml) => xml.replaceAll("\n", "\r\n")],
  ["CR line ends", (xml) => xml.replaceAll("\n", "\r")],
  ["no final newline", (xml) => xml.trimEnd()],
  ["an XML declaration", (xml) => `<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n${xml}`],
  ["a declaration of another encoding over plain ASCII", (xml) => `<?xml version="1.0" encoding="ISO-8859-1"?>${xml}`],
  ["a byte order mark", (xml) => `\uFEFF${xml}`],
  [
    "comments, also ones that mention a DOCTYPE",
    (xml) => `<!-- <!DOCTYPE x --> ${xml.replace("  <", "<!----><")}<!-- . -->`,
  ],
  ["processing instructions", (xml) => `<?a b?>${xml.replace("  <", "<?c?><")}<?d?>`],
  [
    "values in CDATA",
    (xml) => xml.replace(/>([^<>&]+)</g, (all, value) => (value.trim() === "" ? all : `><![CDATA[${value}]]><`)),
  ],
  ["characters as references", (xml) => xml.replace(/0100/g, "&#x30;&#49;&#x30;&#48;").replaceAll("&#xD;", "&#13;")],
  ["attributes that mean nothing", (xml) => xml.replaceAll("<phone>", "<phone xml:lang='en' x=\"&lt;\">")],
  ["no marks on unchanged fields of MoneyWorks", (xml) => xml.replace(/(<(?!detail )[a-z.]+) system="true"/g, "$1")],
  ["marks in single quotes", (xml) => xml.replaceAll('system="true"', "system = 'true'")],
  [
    "blank fields shown",
    (xml) =>
      xml
        .replace("  <", "  <fax></fax><email/><usernum>0.000000</usernum><hold>0</hold><")
        .replace("<hold>0</hold>", xml.includes("<hold>") ? "" : "<hold>0</hold>"),
  ],
  [
    "a stamp of its last change",
    (xml) => xml.replace("  <", "  <lastmodifiedtime system='true'>20250101000000</lastmodifiedtime><"),
  ],
  ["capitals in names", (xml) => xml.replaceAll("<phone", "<Phone").replaceAll("/phone", "/Phone")],
  [
    "numbers with other zeros",
    (xml) => xml.replaceAll("5.00<", "5<").replaceAll("5000<", "5000.00<").replaceAll("230.00", "+0230.0"),
  ],
];

describe("asks for nothing:", () => {
  test.each(FORMS)("a name's file with %s", (_name, form) => {
    const { fields, reasons, order } = planOne(ROWAN_PATH, { base: ROWAN, theirs: form(ROWAN), mode: "100755" });
    expect({ fields, reasons, order }).toEqual({ fields: [], reasons: [], order: null });
  });

  test.each(FORMS)("an invoice's file with %s", (_name, form) => {
    const { fields, reasons, order } = planOne(INVOICE_PATH, { base: INVOICE, theirs: form(INVOICE) });
    expect({ fields, reasons, order }).toEqual({ fields: [], reasons: [], order: null });
  });

  test("fields in another order", () => {
    const lines = ROWAN.trimEnd().split("\n");
    const turned = [lines[0], ...lines.slice(1, -1).reverse(), lines.at(-1)].join("\n");
    expect(planOne(ROWAN_PATH, { base: ROWAN, theirs: turned })).toMatchObject({
      fields: [],
      reasons: [],
      order: null,
    });
  });

  test("a posted invoice in another layout", () => {
    const posted = edit(INVOICE, ['"true">U<', '"true">P<']);
    const flat = posted.replace(/\n\s*/g, "");
    expect(planOne(INVOICE_PATH, { base: posted, theirs: flat })).toMatchObject({ reasons: [], order: null });
  });

  test("lines without their prefix, and a subfile in small letters", () => {
    const theirs = INVOICE.replaceAll("<detail.", "<").replaceAll("</detail.", "</").replace('"Detail"', '"detail"');
    expect(planOne(INVOICE_PATH, { base: INVOICE, theirs })).toMatchObject({ fields: [], reasons: [], order: null });
  });

  test("an empty subfile", () => {
    const theirs = edit(ROWAN, ["<phone>", '<subfile name="Contacts"/><phone>']);
    expect(planOne(ROWAN_PATH, { base: ROWAN, theirs })).toMatchObject({ reasons: [], order: null });
  });
});
