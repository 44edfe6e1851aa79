import type { Files } from "../../domain/ports/files.ts";
import type { Layout } from "./layout.ts";

/**
 * Where a new instance answers; null: at the default, port 80 of this host. A plain account may not listen there except where its
 * service is given that right, and several instances need a port each.
 */
export function defaultListen(files: Pick<Files, "list">, layout: Layout, platform: string): string | null {
  const others = files.list(layout.configDirectory).filter((name) => name.endsWith(".toml")).length;
  const mayListen = layout.scope === "system" && platform !== "darwin";
  return mayListen && others === 0 ? null : `127.0.0.1:${8080 + others}`;
}
