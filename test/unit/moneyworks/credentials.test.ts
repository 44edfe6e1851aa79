import { describe, expect, test } from "bun:test";
import { commandUrl, encodeStrict } from "../../../src/moneyworks/address.ts";
import { authorization, folderLogin, loginRedactor } from "../../../src/moneyworks/credentials.ts";
import { parseMoneyWorksUrl } from "../../../src/moneyworks/parse-url.ts";

const endpoint = parseMoneyWorksUrl("http://jo:s%C3%A9cret@h/REST/Clients%2fAcme Widgets.moneyworks");
const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;

describe("log-in", () => {
  test("sends the document's alone when no folder is configured", () => {
    expect(folderLogin(endpoint, {})).toBeNull();
    expect(folderLogin(endpoint, { folder: "", folderPassword: "" })).toBeNull();
    expect(authorization(endpoint, null)).toBe(basic("jo:Document:sécret"));
  });

  const folders: readonly [name: string, options: { folder?: string; folderPassword?: string }, expected: string][] = [
    ["folder and password", { folder: "Other/Place", folderPassword: "f" }, "Other/Place:Datacentre:f"],
    ["the document's own folder", { folderPassword: "f" }, "Clients:Datacentre:f"],
    ["an empty password", { folder: "root" }, "root:Datacentre:"],
  ];
  test.each(folders)("sends both, joined by a comma: %s", (_name, options, expected) => {
    const header = authorization(endpoint, folderLogin(endpoint, options));
    expect(header).toBe(`${basic(expected)}, ${basic("jo:Document:sécret")}`);
  });

  test("takes the root folder for a document without one", () => {
    const inRoot = parseMoneyWorksUrl("http://jo:pw@h/REST/Acme.moneyworks");
    expect(folderLogin(inRoot, { folderPassword: "f" })?.name).toBe("root");
  });

  test("refuses a folder that the header cannot carry", () => {
    expect(() => folderLogin(endpoint, { folder: "a:b" })).toThrow("contains a colon");
  });

  test("redacts passwords and header tokens from foreign texts", () => {
    const redact = loginRedactor(endpoint, folderLogin(endpoint, { folderPassword: "folderpass" }));
    const text = `sécret s%C3%A9cret folderpass ${basic("jo:Document:sécret")}`;
    expect(redact(text)).not.toMatch(/sécret|C3%A9|folderpass|[A-Za-z0-9]{12}/);
  });
});

describe("address", () => {
  test("is a document in one segment, a command and encoded parameters, without credentials", () => {
    const search = 'code=="a&b"';
    const url = commandUrl(endpoint, {
      target: "document",
      name: "export",
      params: { table: "name", search, limit: 5 },
    });
    expect(url).toBe(
      "http://h:6710/REST/Clients%2FAcme%20Widgets.moneyworks/export?table=name&search=code%3D%3D%22a%26b%22&limit=5",
    );
  });

  test("of the server's own commands names the pseudo-document", () => {
    expect(commandUrl(endpoint, { target: "server", name: "version", params: {} })).toBe(
      "http://h:6710/REST/server/version",
    );
  });

  test("leaves only unreserved characters as they are", () => {
    expect(encodeStrict("Az09-._~ =\"&+%#<>[]\\/!'()*é")).toBe(
      "Az09-._~%20%3D%22%26%2B%25%23%3C%3E%5B%5D%5C%2F%21%27%28%29%2A%C3%A9",
    );
  });
});
