/** What a file is to Tidemark, whatever its checksum: `local pack`, `remote ref`. */
export function placeOf(path: string): string {
  const side = path.includes("/remote.git") ? "remote" : path.includes("/repository.git") ? "local" : "data";
  const inside = path.replace(/^.*?\/(?:remote\.git|repository\.git)(?=\/|$)/, "");
  return `${side} ${kindOf(inside)}`;
}

const KINDS: readonly (readonly [pattern: RegExp, kind: string])[] = [
  [/^\/tidemark\/tmp\/(\w+)\.(\w+)$/, "temporary $1.$2"],
  [/^\/tidemark\/tmp\/keep$/, "temporary keep"],
  [/^\/tidemark\/incoming\/pack\/.*\.(\w+)$/, "incoming $1"],
  [/^\/tidemark\/incoming/, "incoming"],
  [/^\/tidemark\/packs\/[0-9a-f]{40}$/, "ledger entry"],
  [/^\/objects\/pack\/pack-[0-9a-f]+\.(\w+)$/, "$1"],
  [/^\/objects\/pack$/, "objects/pack"],
  [/^\/refs\/heads\/main\.lock$/, "ref lock"],
  [/^\/refs\/heads\/main$/, "ref"],
  [/^\/refs\/heads$/, "refs/heads"],
  [/^\/refs\/heads\/edits$/, "refs/heads/edits"],
  [/^\/refs\/heads\/(?:changes|edits\/ada)(\.lock)?$/, "branch ref$1"],
  [/^\/refs\/notes\/tidemark(\.lock)?$/, "notes ref$1"],
  [/^\/refs\/tidemark\/promoting(\.lock)?$/, "promoting ref$1"],
  [/^\/refs\/(notes|tidemark)$/, "refs/$1"],
  [/^\/(HEAD|HEAD\.new|config|description|info\/exclude)$/, "layout file"],
  [/^(\/info|\/\.|)$/, "layout directory"],
  [/^.*\/data-\d+$/, "directory"],
];

function kindOf(inside: string): string {
  for (const [pattern, kind] of KINDS) if (pattern.test(inside)) return inside.replace(pattern, kind);
  return inside.slice(inside.lastIndexOf("/") + 1);
}
