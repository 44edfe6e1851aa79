import { expect, test } from "bun:test";
import { makeCertificates } from "../../../support/raw-server.ts";
import { simulators } from "../../../support/simulator.ts";
import { describeWithTool } from "../../../support/tools.ts";

const start = simulators();

describeWithTool("openssl", "with a key and a certificate", () => {
  test("the port speaks TLS, and nothing else", async () => {
    const { ca, key, cert } = makeCertificates();
    const { address } = await start({ tls: { key, cert }, hostname: "localhost" });
    expect(address.origin).toStartWith("https://localhost:");
    const response = await fetch(`${address.documentUrl}/version`, { tls: { ca } });
    expect(await response.text()).toBe("9.2.1");
    await expect(fetch(address.documentUrl.replace("https:", "http:"))).rejects.toThrow();
  });
});
