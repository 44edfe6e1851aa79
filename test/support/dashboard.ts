import type { ApiParts } from "../../src/api/api.ts";
import type { Difference } from "../../src/api/contract/run.ts";
import { pages } from "../../src/dashboard/pages.ts";
import { pageFiles } from "../../src/platform/page-files.ts";
import { type ApiServer, serveApi } from "./api-server.ts";
import { FakeService } from "./fake-service/fake-service.ts";

/** A record that MoneyWorks and main do not agree on. */
export const PHONE_DIFFERS: Difference = {
  table: "name",
  key: "ROWAN",
  operation: "changed",
  seq: 1,
  modtime: "20250331174500",
  fields: [{ field: "phone", main: "04 555 0000", moneyworks: null }],
  sinceLastPoll: true,
};

interface DashboardParts extends Partial<ApiParts> {
  readonly service?: FakeService;
  /** 0, the default: any free one. */
  readonly port?: number;
}

/** The dashboard over the API, in front of a service in memory. */
export async function serveDashboard(parts: DashboardParts = {}): Promise<ApiServer<FakeService>> {
  const { service = new FakeService(), ...others } = parts;
  return serveApi({ ...others, service, pages: await pageFiles(pages) });
}
