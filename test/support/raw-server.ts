import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer as createTlsServer } from "node:tls";
import { requireTool } from "./tools.ts";

export interface RawServer extends Disposable {
  readonly port: number;
  readonly connections: () => number;
}

export interface Certificates {
  /** PEM of the private authority. */
  readonly ca: string;
  /** PEM, for `localhost` alone. */
  readonly cert: string;
  readonly key: string;
}

/** A TCP server on loopback that does to each connection exactly what the test says, well-formed or not. */
export function rawServer(onConnection: (socket: Socket) => void): Promise<RawServer> {
  return listen((accept) => createServer(accept), onConnection);
}

/** The same behind TLS. */
export function rawTlsServer(pki: Certificates, onConnection: (socket: Socket) => void): Promise<RawServer> {
  return listen((accept) => createTlsServer(pki, accept).on("tlsClientError", () => undefined), onConnection);
}

/** Answers the first request of a connection with these bytes; then the connection stays open until `close`. */
export function respond(text: string, then?: (socket: Socket) => void): (socket: Socket) => void {
  return (socket) => {
    socket.once("data", () => {
      if (text !== "") socket.write(text);
      then?.(socket);
    });
  };
}

/** Makes a private authority and a server certificate for `localhost` with openssl, valid for a day. */
export function makeCertificates(): Certificates {
  const directory = mkdtempSync(join(tmpdir(), "tidemark-pki-"));
  const openssl = (...args: string[]) => execFileSync(requireTool("openssl"), args, { cwd: directory, stdio: "pipe" });
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  try {
    openssl(
      "req",
      "-x509",
      ...key,
      "-keyout",
      "ca.key",
      "-out",
      "ca.pem",
      "-days",
      "1",
      "-subj",
      "/CN=Tidemark test CA",
    );
    openssl("req", ...key, "-keyout", "key.pem", "-out", "request.pem", "-subj", "/CN=localhost");
    writeFileSync(join(directory, "names"), "subjectAltName=DNS:localhost\n");
    const signed = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "1", "-extfile", "names"];
    openssl("x509", "-req", "-in", "request.pem", ...signed, "-out", "cert.pem");
    const read = (name: string) => readFileSync(join(directory, name), "utf8");
    return { ca: read("ca.pem"), cert: read("cert.pem"), key: read("key.pem") };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function listen(
  make: (accept: (socket: Socket) => void) => Server,
  onConnection: (socket: Socket) => void,
): Promise<RawServer> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = make((socket) => {
    connections += 1;
    sockets.add(socket.on("error", () => undefined));
    onConnection(socket);
  });
  const close = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      resolve({ port, connections: () => connections, [Symbol.dispose]: close });
    });
  });
}
