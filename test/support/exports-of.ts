import type { RequestNote } from "../../src/simulator/options.ts";
import type { World } from "./world.ts";

/**
 * Exports of the table `name`, in XML and as lists, that `work` causes, without the look at the newest record that every run
 * begins with.
 */
export async function exportsOf(world: World, work: () => Promise<unknown>): Promise<{ xml: number; lists: number }> {
  const seen: RequestNote[] = [];
  world.onRequest = (request) => seen.push(request);
  await work();
  world.onRequest = () => {};
  const exports = seen.filter(
    ({ command, table, target }) => command === "export" && table === "name" && !target.includes("sequencenumber%3D"),
  );
  const xml = exports.filter(({ target }) => target.includes("format=xml-verbose")).length;
  return { xml, lists: exports.length - xml };
}
