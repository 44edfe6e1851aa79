/** A library that Bun's own executable contains, and with it ours. */
export interface BunPart {
  readonly name: string;
  /** An SPDX expression; null: several licences, told at `home`. */
  readonly licence: string | null;
  readonly home: string;
  /** Its name in `process.versions`, which has the version that was linked. */
  readonly key?: string;
  /** Only in the program for this system. */
  readonly only?: "windows";
}

/** As Bun lists them itself: github.com/oven-sh/bun, LICENSE.md. */
export const BUN_PARTS: readonly BunPart[] = [
  {
    name: "WebKit (JavaScriptCore)",
    licence: "LGPL-2.0-or-later",
    home: "https://github.com/oven-sh/WebKit",
    key: "webkit",
  },
  { name: "boringssl", licence: null, home: "https://boringssl.googlesource.com/boringssl", key: "boringssl" },
  { name: "brotli", licence: "MIT", home: "https://github.com/google/brotli" },
  { name: "c-ares", licence: "MIT", home: "https://github.com/c-ares/c-ares", key: "ares" },
  { name: "highway", licence: "Apache-2.0", home: "https://github.com/google/highway" },
  { name: "icu", licence: "Unicode-3.0", home: "https://github.com/unicode-org/icu", key: "icu" },
  { name: "libarchive", licence: null, home: "https://github.com/libarchive/libarchive", key: "libarchive" },
  { name: "libbase64", licence: "BSD-2-Clause", home: "https://github.com/aklomp/base64" },
  { name: "libdeflate", licence: "MIT", home: "https://github.com/ebiggers/libdeflate", key: "libdeflate" },
  {
    name: "libjpeg-turbo",
    licence: "BSD-3-Clause AND IJG AND Zlib",
    home: "https://github.com/libjpeg-turbo/libjpeg-turbo",
  },
  { name: "libspng", licence: "BSD-2-Clause", home: "https://github.com/randy408/libspng" },
  { name: "libuv", licence: "MIT", home: "https://github.com/libuv/libuv", key: "uv", only: "windows" },
  { name: "libwebp", licence: "BSD-3-Clause", home: "https://github.com/webmproject/libwebp" },
  {
    name: "libc++abi (__cxa_thread_atexit)",
    licence: "Apache-2.0 WITH LLVM-exception",
    home: "https://github.com/llvm/llvm-project",
  },
  { name: "llhttp", licence: "MIT", home: "https://github.com/nodejs/llhttp", key: "llhttp" },
  { name: "lol-html", licence: "BSD-3-Clause", home: "https://github.com/cloudflare/lol-html", key: "lolhtml" },
  { name: "ls-hpack", licence: "MIT", home: "https://github.com/litespeedtech/ls-hpack", key: "lshpack" },
  { name: "ls-qpack", licence: "MIT", home: "https://github.com/litespeedtech/ls-qpack" },
  { name: "lsquic", licence: "MIT AND BSD-3-Clause", home: "https://github.com/litespeedtech/lsquic" },
  { name: "mimalloc", licence: "MIT", home: "https://github.com/microsoft/mimalloc", key: "mimalloc" },
  {
    name: "picohttpparser",
    licence: "MIT OR Artistic-1.0-Perl",
    home: "https://github.com/h2o/picohttpparser",
    key: "picohttpparser",
  },
  { name: "simdutf", licence: "Apache-2.0", home: "https://github.com/simdutf/simdutf" },
  { name: "SQLite", licence: "blessing", home: "https://sqlite.org", key: "sqlite" },
  { name: "TigerBeetle (input and output)", licence: "Apache-2.0", home: "https://github.com/tigerbeetle/tigerbeetle" },
  { name: "tinycc", licence: "LGPL-2.1-only", home: "https://github.com/tinycc/tinycc", key: "tinycc" },
  { name: "uSockets", licence: "Apache-2.0", home: "https://github.com/uNetworking/uSockets", key: "usockets" },
  { name: "uucode", licence: "MIT", home: "https://github.com/jacobsandlund/uucode" },
  {
    name: "uWebSockets",
    licence: "Apache-2.0",
    home: "https://github.com/uNetworking/uWebSockets",
    key: "uwebsockets",
  },
  { name: "zlib-ng", licence: "Zlib", home: "https://github.com/zlib-ng/zlib-ng", key: "zlib" },
  { name: "zstd", licence: "BSD-3-Clause OR GPL-2.0-only", home: "https://github.com/facebook/zstd", key: "zstd" },
];

/** Packages from npm that Bun carries for programs written for browsers and old Nodes; all MIT. */
export const BUN_POLYFILLS: readonly string[] = [
  "acorn",
  "acorn-walk",
  "assert",
  "browserify-zlib",
  "buffer",
  "constants-browserify",
  "crypto-browserify",
  "domain-browser",
  "events",
  "https-browserify",
  "os-browserify",
  "path-browserify",
  "process",
  "punycode",
  "querystring-es3",
  "stream-browserify",
  "stream-http",
  "string_decoder",
  "timers-browserify",
  "tty-browserify",
  "url",
  "util",
  "vm-browserify",
];

/** The version that the running Bun was linked with; null where it does not say. */
export function versionOf({ key }: BunPart): string | null {
  return key === undefined ? null : (process.versions[key] ?? null);
}
