import { expect, test } from "bun:test";
import { parseTarget, withoutCredentials } from "../../../../src/simulator/http/target.ts";

function parsed(target: string): unknown {
  const result = parseTarget(target);
  return result === null ? null : { ...result, parameters: Object.fromEntries(result.parameters) };
}

const plain = { document: "Acme.moneyworks", credentials: null, command: "export" };

test.each([
  ["parameters after a question mark", "/REST/Acme.moneyworks/export?table=name", { table: "name" }],
  ["parameters after a slash", "/REST/Acme.moneyworks/export/table=name&limit=2", { table: "name", limit: "2" }],
  ["no parameters", "/REST/Acme.moneyworks/export", {}],
  ["both, the path's first", "/REST/Acme.moneyworks/export/table=a?table=b&limit=3", { table: "a", limit: "3" }],
  ["a redundant tail", "/REST/Acme.moneyworks/export/transaction?table=name", { table: "name" }],
  ["encoded separators", "/REST/Acme.moneyworks/export?search=a%3d%22b%26c%22", { search: 'a="b&c"' }],
  ["a plus sign in the path form", "/REST/Acme.moneyworks/export/search=1+1", { search: "1+1" }],
  ["a plus sign for a space after a question mark", "/REST/Acme.moneyworks/export?search=a+b", { search: "a b" }],
  ["an equals sign in a value", "/REST/Acme.moneyworks/export?search==", { search: "=" }],
])("reads %s", (_title, target, parameters) => {
  expect(parsed(target)).toEqual({ ...plain, parameters });
});

test.each([
  ["a folder, lower-case escape", "/REST/Clients%2fAcme.moneyworks/version", "Clients/Acme.moneyworks"],
  ["a folder, upper-case escape", "/REST/Clients%2FAcme.moneyworks/version", "Clients/Acme.moneyworks"],
  ["a space", "/REST/Acme%20Widgets/version", "Acme Widgets"],
  ["the server", "/REST/server/version", "server"],
  ["the empty document", "/REST//version", ""],
])("reads a document path with %s", (_title, target, document) => {
  expect(parseTarget(target)?.document).toBe(document);
});

test("reads credentials before the document, the last at sign separating", () => {
  const target = parseTarget("/REST/jo%40x:p%3Aw%2f@Acme.moneyworks/export");
  expect(target?.credentials).toEqual({ user: "jo@x", password: "p:w/" });
  expect(target?.document).toBe("Acme.moneyworks");
});

test.each(["/", "/rest/Acme.moneyworks/version", "/REST/Acme.moneyworks", "/REST/Acme%ZZ/version"])(
  "knows that %s is no URL of the service",
  (target) => {
    expect(parseTarget(target)).toBeNull();
  },
);

test("leaves credentials out of what it remembers", () => {
  expect(withoutCredentials("/REST/jo:secret@Acme.moneyworks/export?a=b@c")).toBe(
    "/REST/***@Acme.moneyworks/export?a=b@c",
  );
});
