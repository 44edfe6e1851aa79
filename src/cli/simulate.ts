import { fail } from "../domain/errors/tidemark-error.ts";
import type { Arguments } from "./arguments.ts";
import type { Command } from "./command.ts";
import { timeOption } from "./time-option.ts";

export const simulateCommand: Command = {
  name: "simulate",
  summary: "Run a simulated MoneyWorks Datacentre, for trials, training and tests",
  operands: "",
  arity: [0, 0],
  options: [
    { name: "port", value: "PORT", help: "listen on this port (default 6710; 0 for any free one)" },
    { name: "host", value: "ADDRESS", help: "listen on this address (default 127.0.0.1)" },
    { name: "records", value: "N", help: "size of the generated company (default 5000)" },
    { name: "seed", value: "N", help: "which company (default 1); the same seed is the same company" },
    { name: "document", value: "NAME", help: "name of the document (default Acme.moneyworks)" },
    { name: "user", value: "USER", help: "who may log in (default robot); empty for an unprotected document" },
    { name: "password", value: "PASSWORD", help: "with which password (default sandbank)" },
    { name: "zone", value: "ZONE", help: "the server's time zone (default Pacific/Auckland)" },
    { name: "now", value: "TIME", help: "start the server's clock at this time" },
    { name: "freeze", help: "let the server's clock stand still" },
    { name: "data", value: "FILE", help: "serve this snapshot (of GET /control/snapshot or tidemark anonymize)" },
    { name: "tls-key", value: "FILE", help: "PEM file of a TLS key: serve https only" },
    { name: "tls-cert", value: "FILE", help: "PEM file of its certificate" },
  ],
  configured: false,
  examples: [
    { command: "tidemark simulate --records 50000", what: "a larger company on port 6710" },
    {
      command: `curl -d '{"table":"name","key":1,"fields":{"phone":"09 555 0199"}}' localhost:6710/control/edit`,
      what: "edit a record of it (docs/simulator.md lists every control)",
    },
  ],
  run: async ({ host, args, json, now }) => {
    const { serveSimulator } = await import("../app/simulate.ts");
    return await serveSimulator(
      host,
      {
        port: args.number("port", 0) ?? 6710,
        hostname: args.value("host") ?? "127.0.0.1",
        records: args.number("records", 1) ?? 5000,
        seed: args.number("seed", 0) ?? 1,
        document: args.value("document") ?? "Acme.moneyworks",
        user: args.value("user") ?? "robot",
        password: args.value("password") ?? "sandbank",
        zone: args.value("zone") ?? "Pacific/Auckland",
        startTime: timeOption(args, "now", now),
        frozen: args.has("freeze"),
        snapshotFile: args.value("data"),
        tls: tlsFiles(args),
      },
      ({ address, url }) => {
        const control = `${address.origin}/control`;
        host.out(
          json
            ? `${JSON.stringify({ type: "listening", url, port: address.port, control })}\n`
            : `Simulated Datacentre: ${url}\nControls: ${control}\n`,
        );
      },
    );
  },
};

function tlsFiles(args: Arguments): { key: string; cert: string } | undefined {
  const [key, cert] = [args.value("tls-key"), args.value("tls-cert")];
  if (key !== undefined && cert !== undefined) return { key, cert };
  if (key === undefined && cert === undefined) return undefined;
  const [given, missing] = key === undefined ? ["tls-cert", "tls-key"] : ["tls-key", "tls-cert"];
  throw fail("usage.bad-value", {
    option: given,
    value: key ?? cert ?? "",
    expected: `a file together with --${missing}`,
  });
}
