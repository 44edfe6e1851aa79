/** What of SPDX 2.3 the list of a release has to keep to. */
interface Spdx {
  readonly [field: string]: unknown;
  readonly packages: readonly Item[];
  readonly files: readonly Item[];
  readonly relationships: readonly { spdxElementId: string; relationshipType: string; relatedSpdxElement: string }[];
}

type Item = Readonly<Record<string, unknown>> & { readonly SPDXID: string };

const HEX: Readonly<Record<string, number>> = { SHA1: 40, SHA256: 64, SHA512: 128 };
const TYPES = ["DESCRIBES", "CONTAINS", "STATIC_LINK", "GENERATED_FROM"];
/** Identifiers of the SPDX licence list that may turn up here. */
const LICENCES = new Set([
  ..."Apache-2.0 Artistic-1.0-Perl BSD-2-Clause BSD-3-Clause GPL-2.0-only IJG LGPL-2.0-or-later LGPL-2.1-only".split(
    " ",
  ),
  ..."LLVM-exception MIT MIT-0 NOASSERTION Unicode-3.0 Zlib blessing".split(" "),
]);

/** Where a document is not what the specification (clauses 6 to 11) asks for; empty: it is. */
export function spdxFaults(document: Spdx): readonly string[] {
  const items = [...document.packages, ...document.files];
  const ids = [document.SPDXID, ...items.map(({ SPDXID }) => SPDXID)];
  return [
    ...headFaults(document),
    ...ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `${id} is there twice`),
    ...ids.filter((id) => !/^SPDXRef-[A-Za-z0-9.-]+$/.test(String(id))).map((id) => `${id} is no identifier`),
    ...items.flatMap(itemFaults),
    ...document.packages.flatMap(packageFaults),
    ...document.files.flatMap(fileFaults),
    ...document.relationships.flatMap((relation) => {
      const { spdxElementId: from, relationshipType: type, relatedSpdxElement: to } = relation;
      return ids.includes(from) && ids.includes(to) && TYPES.includes(type) ? [] : [`${from} ${type} ${to}`];
    }),
    ...items
      .filter(({ SPDXID }) => !document.relationships.some((each) => Object.values(each).includes(SPDXID)))
      .map(({ SPDXID }) => `${SPDXID} is related to nothing`),
  ];
}

function headFaults({ creationInfo, ...document }: Spdx): string[] {
  const created = Reflect.get(Object(creationInfo), "created");
  const creators: unknown = Reflect.get(Object(creationInfo), "creators");
  const faults = [
    document.spdxVersion === "SPDX-2.3" || "spdxVersion",
    document.dataLicense === "CC0-1.0" || "dataLicense",
    document.SPDXID === "SPDXRef-DOCUMENT" || "SPDXID",
    /^https:\/\/[^#]+$/.test(String(document.documentNamespace)) || "documentNamespace",
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(String(created)) || "created",
    (Array.isArray(creators) && creators.every((who) => /^(Person|Organization|Tool): ./.test(who))) || "creators",
  ];
  return faults.filter((fault) => fault !== true).map(String);
}

function itemFaults({ SPDXID, checksums = [], licenseConcluded, copyrightText }: Item): string[] {
  const wrong = (Array.isArray(checksums) ? checksums : [checksums]).filter(
    ({ algorithm, checksumValue }) => !/^[0-9a-f]+$/.test(checksumValue) || checksumValue.length !== HEX[algorithm],
  );
  const missing = licenseConcluded === undefined || copyrightText === undefined ? ["licence or copyright"] : [];
  return [...wrong.map(() => "checksum"), ...missing].map((fault) => `${SPDXID}: ${fault}`);
}

function packageFaults(item: Item): string[] {
  const { SPDXID, name, downloadLocation, filesAnalyzed, licenseDeclared, externalRefs = [] } = item;
  const words = String(licenseDeclared).split(/ (?:AND|OR|WITH) /);
  const purls = (Array.isArray(externalRefs) ? externalRefs : []).map(({ referenceLocator }) => referenceLocator);
  const faults = [
    (typeof name === "string" && name !== "") || "name",
    /^(NOASSERTION|https:\/\/.+)$/.test(String(downloadLocation)) || "downloadLocation",
    filesAnalyzed === false || "filesAnalyzed",
    words.every((word) => LICENCES.has(word)) || `licenseDeclared ${licenseDeclared}`,
    purls.every((purl) => /^pkg:npm\/(%40[a-z0-9-]+\/)?[a-z0-9.-]+@[0-9.]+$/.test(purl)) || `purl ${purls}`,
  ];
  return faults.filter((fault) => fault !== true).map((fault) => `${SPDXID}: ${fault}`);
}

/** A file has to have a SHA-1 (clause 8.4). */
function fileFaults({ SPDXID, fileName, checksums }: Item): string[] {
  const algorithms = Array.isArray(checksums) ? checksums.map(({ algorithm }) => algorithm) : [];
  const named = String(fileName).startsWith("./");
  return algorithms.includes("SHA1") && algorithms.includes("SHA256") && named ? [] : [`${SPDXID}: sums or name`];
}
