import { expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PageFile } from "../../../src/domain/ports/page-file.ts";
import { pageFiles } from "../../../src/platform/page-files.ts";
import { TemporaryDirectory } from "../../support/temporary.ts";

const text = ({ bytes }: PageFile) => new TextDecoder().decode(bytes);

/** A page with a style sheet and a script, and whatever else is asked for. */
function pageIn(directory: string, name: string, script: string): string {
  const index = join(directory, `${name}.html`);
  const head = `<link rel="icon" href="./icon.svg"><link rel="stylesheet" href="./look.css">`;
  writeFileSync(
    index,
    `<html><head>${head}</head><body><script type="module" src="./${name}.ts"></script></body></html>`,
  );
  writeFileSync(join(directory, `${name}.ts`), script);
  writeFileSync(join(directory, "look.css"), "body { color: teal; }");
  writeFileSync(join(directory, "icon.svg"), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  return index;
}

test("a page that is not bundled yet is bundled, and everything it refers to lies at the root", async () => {
  using directory = new TemporaryDirectory();
  const index = pageIn(directory.path, "main", "document.title = 'as it was';");
  const files = await pageFiles({ "/": { index } });
  const page = files.find(({ path }) => path === "/");
  if (page === undefined) throw new Error("no page");
  expect(page).toMatchObject({ contentType: "text/html;charset=utf-8", immutable: false });
  const referred = [...text(page).matchAll(/(?:href|src)="\.(\/[^"]+)"/g)].map(([, path]) => path);
  expect(referred.length).toBe(3);
  const byPath = new Map(files.map((file) => [file.path, file]));
  for (const path of referred) expect(byPath.get(path ?? "")).toMatchObject({ immutable: true });
  expect(files.length).toBe(4);
  expect(files.map(text).join("")).toContain("as it was");
});

test("pages are told apart by their paths, and what they share is there once", async () => {
  using directory = new TemporaryDirectory();
  const one = pageIn(directory.path, "one", "document.title = 'one';");
  const two = pageIn(directory.path, "two", "document.title = 'two';");
  const files = await pageFiles({ "/": { index: one }, "/docs": { index: two } });
  const paths = files.map(({ path }) => path);
  expect(new Set(paths).size).toBe(paths.length);
  expect(paths).toContain("/");
  expect(paths).toContain("/docs");
  // Two pages, two scripts, one style sheet, one icon.
  expect(files.length).toBe(6);
});

test("a page that was bundled when the program was built is read from where it was put", async () => {
  using directory = new TemporaryDirectory();
  const put = (name: string, content: string) => {
    mkdirSync(join(directory.path, "root"), { recursive: true });
    writeFileSync(join(directory.path, "root", name), content);
    return join(directory.path, "root", name);
  };
  const headers = (type: string) => ({ etag: "x", "content-type": type });
  const files = [
    { path: put("index-1.html", "<p>"), loader: "html", isEntry: true, headers: headers("text/html;charset=utf-8") },
    { path: put("chunk-2.js", "1"), loader: "js", isEntry: true, headers: headers("text/javascript;charset=utf-8") },
  ] as const;
  const made = await pageFiles({ "/": { index: "./index.html", files: [...files] } });
  expect(made.map(({ path, contentType, immutable }) => [path, contentType, immutable])).toEqual([
    ["/", "text/html;charset=utf-8", false],
    ["/chunk-2.js", "text/javascript;charset=utf-8", true],
  ]);
  expect(made.map(text)).toEqual(["<p>", "1"]);
});

test("the tag changes with the content, and with nothing else", async () => {
  using directory = new TemporaryDirectory();
  const make = async (script: string) => {
    const index = pageIn(directory.path, "main", script);
    return (await pageFiles({ "/": { index } })).find(({ contentType }) => contentType.includes("javascript"))?.etag;
  };
  const first = await make("document.title = 'a';");
  expect(await make("document.title = 'a';")).toBe(first);
  expect(await make("document.title = 'b';")).not.toBe(first);
});
