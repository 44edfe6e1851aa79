import { dirname, posix } from "node:path";
import { type Check, reportOf } from "./check.ts";
import { fragmentsOf, type Link, linksOf } from "./markdown.ts";
import { filePaths, sourceFiles } from "./sources.ts";

/** Documentation that leads somewhere. */
export const linksCheck: Check = {
  name: "links",
  holds: "every relative link and image of a Markdown file leads to a file, and to a heading where it names one",
  proofs: [
    {
      name: "a link to no file",
      files: { "docs/a.md": "# A\n\nSee [b](b.md).\n" },
      says: /docs\/a\.md:3 leads to docs\/b\.md, which is not there/,
    },
    {
      name: "an image that is missing",
      files: { "README.md": "![Flow](docs/flow.svg)\n" },
      says: /README\.md:1 leads to docs\/flow\.svg, which is not there/,
    },
    {
      name: "a heading that was renamed",
      files: { "docs/a.md": "[b](b.md#the-rules)\n", "docs/b.md": "# The rule\n" },
      says: /docs\/a\.md:1 leads to docs\/b\.md, which has no heading #the-rules/,
    },
    {
      name: "a heading of its own that is not there",
      files: { "docs/a.md": "# Here\n\n[there](#there)\n" },
      says: /docs\/a\.md:3 leads to docs\/a\.md, which has no heading #there/,
    },
    {
      name: "a link out of the project",
      files: { "docs/a.md": "[outside](../../other/b.md)\n" },
      says: /docs\/a\.md:1 leads to \.\.\/other\/b\.md, which is not there/,
    },
  ],
  async run({ root }) {
    const pages = new Map(sourceFiles(root, [""], ".md").map(({ path, text }) => [path, text]));
    const places = new Set(filePaths(root, "").flatMap(withFolders));
    const links = [...pages].flatMap(([path, text]) =>
      linksOf(text)
        .filter(isRelative)
        .map((link) => ({ path, link })),
    );
    const problems = links.flatMap(({ path, link }) => problemsOf(path, link, { pages, places }));
    return reportOf(problems, `${links.length} links of ${pages.size} files followed`);
  },
};

interface Site {
  /** Texts of the Markdown files by path. */
  readonly pages: ReadonlyMap<string, string>;
  /** Every file and folder. */
  readonly places: ReadonlySet<string>;
}

function problemsOf(path: string, { target, line }: Link, { pages, places }: Site): string[] {
  const [file = "", fragment] = decodeURI(target).split("#", 2);
  const place = file === "" ? path : placeOf(dirname(path), file);
  if (!places.has(place)) return [`${path}:${line} leads to ${place}, which is not there`];
  const text = pages.get(place);
  if (fragment === undefined || text === undefined || fragmentsOf(text).has(fragment)) return [];
  return [`${path}:${line} leads to ${place}, which has no heading #${fragment}`];
}

/** From the folder of the page, or from the project's root when it begins with a slash, as GitHub reads it. */
function placeOf(folder: string, file: string): string {
  const path = file.startsWith("/") ? file.slice(1) : posix.join(folder, file);
  return posix.normalize(path).replace(/(?<=.)\/$/, "");
}

function isRelative({ target }: Link): boolean {
  return !/^(?:[a-z][a-z\d+.-]*:|\/\/)/i.test(target);
}

/** The path and all folders above it, up to the root, which is `.`. */
function withFolders(path: string): string[] {
  return path === "." ? [path] : [path, ...withFolders(dirname(path))];
}
