// Which folder may import which, and which package belongs to whom. Run by scripts/checks/layers.ts, which also makes
// sure that every file was looked at: without a compiler that it knows, dependency-cruiser passes over TypeScript in silence.

/** Each folder of src may import itself and these. Folders that are not listed may import nothing and are refused. */
const mayImport = {
  lib: [],
  domain: ["lib"],
  config: ["domain", "lib"],
  platform: ["domain", "lib"],
  staging: ["domain", "lib"],
  canonical: ["domain", "lib"],
  moneyworks: ["canonical", "domain", "lib"],
  exporter: ["canonical", "domain", "lib"],
  sync: ["canonical", "domain", "lib"],
  promoter: ["canonical", "domain", "lib"],
  simulator: ["canonical", "domain", "lib"],
  api: ["domain", "lib"],
  sdk: ["api/contract"],
  dashboard: ["sdk", "api/contract"],
  cli: ["app", "api/text", "config", "domain", "lib", "sdk"],
  app: [
    "api",
    "canonical",
    "config",
    "dashboard",
    "domain",
    "exporter",
    "lib",
    "moneyworks",
    "platform",
    "promoter",
    "sdk",
    "simulator",
    "staging",
    "sync",
  ],
};

/** The top-level folder `anonymizer` may import these folders of src; `app` alone may import it. */
const anonymizerImports = ["canonical", "domain", "lib"];

const layers = Object.entries(mayImport).map(([folder, others]) => ({
  name: `layer-${folder}`,
  comment: `src/${folder} may import ${[folder, ...others].join(", ")}`,
  severity: "error",
  from: { path: `^src/${folder}/` },
  to: { path: "^src/", pathNot: `^src/(${[folder, ...others].join("|")})/` },
}));

/** One package, one owner: only that folder may import it. `node:*` that opens something belongs to platform. */
const owners = [
  ["sqlite", "^(bun|node):sqlite$", "^src/staging/"],
  ["xml", "(^|/)node_modules/(fast-xml-parser|saxes|@xmldom)/", "^src/canonical/"],
  ["git", "(^|/)node_modules/isomorphic-git/", "^src/exporter/"],
  ["mail", "(^|/)node_modules/nodemailer/", "^src/platform/"],
  ["faker", "(^|/)node_modules/@faker-js/", "^anonymizer/values/"],
  ["http", "(^|/)node_modules/(elysia|@elysiajs)/", "^src/api/(?!contract/)"],
  ["view", "(^|/)node_modules/(preact|@preact)/", "^src/dashboard/"],
  [
    "system",
    "^(node:)?(fs|fs/promises|child_process|net|tls|http|https|http2|dgram|dns|dns/promises|os|process|worker_threads|async_hooks|cluster|timers|timers/promises|readline|readline/promises|inspector|vm)$",
    "^src/platform/",
  ],
].map(([name, to, owner]) => ({
  name: `owner-${name}`,
  severity: "error",
  from: { path: "^(src|anonymizer)/", pathNot: owner },
  to: { path: to },
}));

module.exports = {
  forbidden: [
    ...layers,
    ...owners,
    {
      name: "layer-anonymizer",
      severity: "error",
      from: { path: "^anonymizer/" },
      to: { path: "^(src|test|scripts|build)", pathNot: `^src/(${anonymizerImports.join("|")})/` },
    },
    {
      name: "anonymizer-by-app-alone",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/app/" },
      to: { path: "^anonymizer/" },
    },
    {
      name: "unlisted-folder",
      severity: "error",
      from: { path: "^src/", pathNot: `^src/(main\\.ts$|(${Object.keys(mayImport).join("|")})/)` },
      to: {},
    },
    {
      name: "main-is-thin",
      severity: "error",
      from: { path: "^src/main\\.ts$" },
      to: { path: "^src/", pathNot: "^src/cli/" },
    },
    {
      name: "contract-is-a-leaf",
      severity: "error",
      from: { path: "^src/api/contract/" },
      to: { path: "^src/", pathNot: "^src/api/contract/" },
    },
    {
      name: "contract-types-only",
      comment: "schemas that run would bring a validator into the browser",
      severity: "error",
      from: { path: "^src/(sdk|dashboard)/" },
      to: { path: "^src/api/contract/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "no-cycles",
      comment: "types may name each other; code that runs may not",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "no-orphans",
      severity: "error",
      from: { orphan: true, path: "^(src|anonymizer)/", pathNot: "^src/main\\.ts$|\\.d\\.ts$" },
      to: {},
    },
    {
      name: "reachable-from-main",
      comment:
        "what neither main.ts nor the module of the anonymizer's threads leads to is not part of the program; the scripts of web pages are led to by HTML, and knip looks after them; anonymize-records.ts is a library for tests",
      severity: "error",
      from: { path: "^src/(main|app/anonymize/threads/worker)\\.ts$" },
      to: {
        path: "^(src|anonymizer)/",
        pathNot:
          "\\.d\\.ts$|^src/(sdk|dashboard/(?!pages\\.ts))|^src/(main|app/anonymize/threads/worker)\\.ts$|^anonymizer/anonymize-records\\.ts$",
        reachable: false,
      },
    },
    {
      name: "src-never-imports-test",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^(test|scripts|build)" },
    },
    { name: "resolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
    { name: "no-dev-packages", severity: "error", from: { path: "^src/" }, to: { dependencyTypes: ["npm-dev"] } },
    {
      name: "no-unlisted-packages",
      severity: "error",
      from: {},
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
    },
  ],
  options: {
    doNotFollow: { path: "(^|/)node_modules/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    builtInModules: { add: ["bun", "bun:sqlite", "bun:test"] },
    enhancedResolveOptions: {
      extensions: [".ts", ".tsx", ".js", ".json"],
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
