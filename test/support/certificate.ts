import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { requireTool } from "./tools.ts";

/** What `openssl ca` wants to be told; the command alone can make a certificate that is over already. */
const CONFIGURATION = `
[ca]
default_ca = own
[own]
database = index
new_certs_dir = .
serial = serial
default_md = sha256
policy = any
x509_extensions = names
[any]
commonName = supplied
[names]
subjectAltName = DNS:localhost,IP:127.0.0.1
`;

export interface SelfSigned {
  readonly cert: string;
  readonly key: string;
}

/** A certificate of localhost that nobody but itself vouches for, valid between two instants, ms. */
export function selfSigned(from: number, to: number): SelfSigned {
  const directory = mkdtempSync(join(tmpdir(), "tidemark-pki-"));
  const openssl = (...args: string[]) => execFileSync(requireTool("openssl"), args, { cwd: directory, stdio: "pipe" });
  try {
    writeFileSync(join(directory, "ca.conf"), CONFIGURATION);
    writeFileSync(join(directory, "index"), "");
    writeFileSync(join(directory, "serial"), "01\n");
    const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", "key.pem"];
    openssl("req", ...key, "-out", "request.pem", "-subj", "/CN=localhost");
    const signing = ["-selfsign", "-keyfile", "key.pem", "-in", "request.pem", "-out", "cert.pem"];
    openssl(
      "ca",
      "-batch",
      "-notext",
      "-config",
      "ca.conf",
      ...signing,
      ...["-startdate", date(from), "-enddate", date(to)],
    );
    const read = (name: string) => readFileSync(join(directory, name), "utf8");
    return { cert: read("cert.pem"), key: read("key.pem") };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** `20260131235959Z` */
function date(at: number): string {
  return new Date(at).toISOString().replace(/[-:T]|\.\d+/g, "");
}
