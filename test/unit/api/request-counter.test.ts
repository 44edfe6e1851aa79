import { expect, test } from "bun:test";
import { serveApi } from "../../support/api-server.ts";

test("every answer is counted under its route as it is declared, whatever it was", async () => {
  const counted: string[] = [];
  const counter = { answered: (route: string, status: number) => void counted.push(`${route} ${status}`) };
  await using api = serveApi({ counter });
  const ask = async (path: string, init?: RequestInit) => {
    await (await api.get(path, init)).text();
  };
  await ask("/healthz");
  await ask("/runs/0195806f-4e00-7000-8000-000000000009");
  await ask("/status", { method: "DELETE" });
  await ask("/no/such/address?x=1");
  await ask("/status", { headers: { Origin: "https://evil.example" } });
  expect(counted.map((line) => line.replace(/ [24]\d\d$/, (status) => ` ${status[1]}xx`))).toEqual([
    "/healthz 2xx",
    expect.stringMatching(/^\/runs\/:\w+ 4xx$/),
    "/status 4xx",
    "none 4xx",
    "none 4xx",
  ]);
});
