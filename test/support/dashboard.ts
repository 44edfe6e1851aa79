import type { ApiParts } from "../../src/api/api.ts";
import { pages } from "../../src/dashboard/pages.ts";
import { pageFiles } from "../../src/platform/page-files.ts";
import { type ApiServer, serveApi } from "./api-server.ts";
import { FakeService } from "./fake-service/fake-service.ts";

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
