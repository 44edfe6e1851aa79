import { BUN_PARTS, BUN_POLYFILLS, versionOf } from "./bun-parts.ts";
import type { BundledPackage } from "./packages.ts";

/** What the list in SPDX 2.3 (spdx.github.io/spdx-spec/v2.3) is made of. */
export interface Inventory {
  readonly version: string;
  readonly commit: string;
  /** `2026-11-30T02:00:00Z`: when the commit was made, so that the same commit gives the same list. */
  readonly created: string;
  readonly packages: readonly BundledPackage[];
  readonly artefacts: readonly ListedArtefact[];
}

export interface ListedArtefact {
  readonly name: string;
  /** In hex. */
  readonly sha1: string;
  readonly sha256: string;
}

interface Element {
  readonly SPDXID: string;
  readonly [field: string]: unknown;
}

const ROOT = "SPDXRef-tidemark";
const BUN = "SPDXRef-bun";
/** Nobody has looked into the files themselves. */
const NOT_LOOKED_AT = { filesAnalyzed: false, copyrightText: "NOASSERTION", licenseConcluded: "NOASSERTION" };

/** The text of the list, with everything that is in the programs and the programs' own sums. */
export function spdxText(inventory: Inventory): string {
  const { version, commit, created } = inventory;
  const [npm, bun, files] = [inventory.packages.map(npmPackage), bunPackages(), inventory.artefacts.map(fileOf)];
  const digest = new Bun.CryptoHasher("sha256").update(JSON.stringify([inventory])).digest("hex");
  const document = {
    spdxVersion: "SPDX-2.3",
    dataLicense: "CC0-1.0",
    SPDXID: "SPDXRef-DOCUMENT",
    name: `tidemark-${version}`,
    documentNamespace: `https://spdx.org/spdxdocs/tidemark-${version}-${digest.slice(0, 32)}`,
    creationInfo: { created, creators: [`Tool: tidemark-build-${version}`] },
    packages: [rootPackage(version, commit), ...npm, bunItself(), ...bun],
    files,
    relationships: [
      relation("SPDXRef-DOCUMENT", "DESCRIBES", ROOT),
      ...npm.map(({ SPDXID }) => relation(ROOT, "CONTAINS", SPDXID)),
      relation(ROOT, "CONTAINS", BUN),
      ...bun.map(({ SPDXID }) => relation(BUN, "STATIC_LINK", SPDXID)),
      ...files.map(({ SPDXID }) => relation(SPDXID, "GENERATED_FROM", ROOT)),
    ],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function relation(from: string, relationshipType: string, to: string) {
  return { spdxElementId: from, relationshipType, relatedSpdxElement: to };
}

function rootPackage(version: string, commit: string): Element {
  return {
    SPDXID: ROOT,
    name: "tidemark",
    versionInfo: version,
    sourceInfo: `built from commit ${commit}`,
    downloadLocation: "NOASSERTION",
    primaryPackagePurpose: "APPLICATION",
    licenseDeclared: "NOASSERTION",
    ...NOT_LOOKED_AT,
  };
}

function npmPackage({ name, version, licence, sha512 }: BundledPackage): Element {
  const base = name.split("/").at(-1);
  return {
    SPDXID: idOf("npm", name, version),
    name,
    versionInfo: version,
    downloadLocation: `https://registry.npmjs.org/${name}/-/${base}-${version}.tgz`,
    primaryPackagePurpose: "LIBRARY",
    licenseDeclared: licence,
    ...(sha512 === null ? {} : { checksums: [{ algorithm: "SHA512", checksumValue: sha512 }] }),
    externalRefs: [purl(`pkg:npm/${name.replace("@", "%40")}@${version}`)],
    ...NOT_LOOKED_AT,
  };
}

function bunItself(): Element {
  return {
    SPDXID: BUN,
    name: "bun",
    versionInfo: Bun.version,
    sourceInfo: `revision ${Bun.revision}`,
    downloadLocation: `https://github.com/oven-sh/bun/releases/tag/bun-v${Bun.version}`,
    primaryPackagePurpose: "FRAMEWORK",
    licenseDeclared: "MIT",
    externalRefs: [purl(`pkg:npm/bun@${Bun.version}`)],
    ...NOT_LOOKED_AT,
  };
}

function bunPackages(): Element[] {
  const linked = BUN_PARTS.map((part) => ({
    SPDXID: idOf("bun", part.name),
    name: part.name,
    ...(versionOf(part) === null ? {} : { versionInfo: versionOf(part) }),
    downloadLocation: part.home,
    primaryPackagePurpose: "LIBRARY",
    licenseDeclared: part.licence ?? "NOASSERTION",
    ...(part.licence === null ? { licenseComments: "Several licences: see its home." } : {}),
    ...(part.only === undefined ? {} : { comment: "In the programs for Windows only." }),
    ...NOT_LOOKED_AT,
  }));
  const carried = BUN_POLYFILLS.map((name) => ({
    SPDXID: idOf("bun", name),
    name,
    downloadLocation: `https://www.npmjs.com/package/${name}`,
    primaryPackagePurpose: "LIBRARY",
    licenseDeclared: "MIT",
    ...NOT_LOOKED_AT,
  }));
  return [...linked, ...carried];
}

function fileOf({ name, sha1, sha256 }: ListedArtefact): Element {
  return {
    SPDXID: idOf("file", name),
    fileName: `./${name}`,
    fileTypes: ["BINARY"],
    checksums: [
      { algorithm: "SHA1", checksumValue: sha1 },
      { algorithm: "SHA256", checksumValue: sha256 },
    ],
    copyrightText: "NOASSERTION",
    licenseConcluded: "NOASSERTION",
    licenseInfoInFiles: ["NOASSERTION"],
  };
}

function purl(locator: string) {
  return { referenceCategory: "PACKAGE-MANAGER", referenceType: "purl", referenceLocator: locator };
}

/** Letters, digits, dots and hyphens only. */
function idOf(...words: readonly string[]): string {
  return `SPDXRef-${words
    .join("-")
    .replaceAll(/[^A-Za-z0-9.]+/g, "-")
    .replace(/-$/, "")}`;
}
