import type { HTMLBundle } from "bun";
import type { PageFile } from "../domain/ports/page-file.ts";

/**
 * What a browser asks for to show pages (`import page from "./index.html"`), each under the path that it is served at. What a page
 * refers to lies at the root, under a name with a hash of its content. In the compiled program the files were made when that was built;
 * from source they are made now, the same way. @throws AggregateError with the bundler's messages
 */
export async function pageFiles(pages: Readonly<Record<string, HTMLBundle>>): Promise<PageFile[]> {
  const files = await Promise.all(Object.entries(pages).map(([path, page]) => filesOf(page, path)));
  // Pages may share an icon.
  return [...new Map(files.flat().map((file) => [file.path, file])).values()];
}

async function filesOf({ index, files }: HTMLBundle, path: string): Promise<PageFile[]> {
  const parts = files === undefined ? await bundle(index) : files.map(embedded);
  return await Promise.all(parts.map((part) => read(part, path)));
}

/** One file of a page, wherever it is. */
interface Part {
  /** Its last segment is the one that the page knows it by. */
  readonly name: string;
  readonly contentType: string;
  readonly content: Blob;
}

function embedded({ path, headers }: NonNullable<HTMLBundle["files"]>[number]): Part {
  return { name: path, contentType: headers["content-type"], content: Bun.file(path) };
}

async function bundle(index: string): Promise<Part[]> {
  const { outputs } = await Bun.build({ entrypoints: [index], minify: true, jsx: { development: false } });
  return outputs.map((output) => ({ name: output.path, contentType: output.type, content: output }));
}

async function read({ name, contentType, content }: Part, page: string): Promise<PageFile> {
  // Bun calls the loader of everything that a page brings html, too.
  const isPage = name.endsWith(".html");
  // A file that Bun.build made has no bytes(), whatever its type says.
  const bytes = new Uint8Array(await content.arrayBuffer());
  const path = isPage ? page : `/${name.slice(name.lastIndexOf("/") + 1)}`;
  return { path, contentType, etag: Bun.hash(bytes).toString(36), immutable: !isPage, bytes };
}
