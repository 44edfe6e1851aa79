import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Files } from "../../domain/ports/files.ts";
import { checkedInstance } from "./instance-name.ts";
import { INSTANCE_NAME, instanceFiles, type Layout, type LayoutInput, systemLayout, userLayout } from "./layout.ts";

/** The host that instances may be installed on. */
export interface InstalledInput extends LayoutInput {
  /** Of the account that asks. */
  readonly home: string;
  readonly files: Pick<Files, "list" | "exists">;
}

/** The configuration files of every instance that is installed, for the whole host or for this account. */
export function installedConfigs(input: InstalledInput): readonly string[] {
  return layouts(input).flatMap((layout) => {
    const names = input.files.list(layout.configDirectory).flatMap((name) => /^(.+)\.toml$/.exec(name)?.[1] ?? []);
    return names.filter((name) => INSTANCE_NAME.test(name)).map((name) => instanceFiles(layout, name).config);
  });
}

/** The configuration file of an instance; that of the whole host goes first. @throws service.bad-instance, config.no-instance */
export function configOfInstance(input: InstalledInput, instance: string): string {
  const [first = "", ...others] = layouts(input).map(
    (layout) => instanceFiles(layout, checkedInstance(instance)).config,
  );
  const found = [first, ...others].find((path) => input.files.exists(path));
  if (found === undefined) throw fail("config.no-instance", { instance, file: first });
  return found;
}

function layouts({ home, ...input }: InstalledInput): readonly Layout[] {
  return [systemLayout(input), userLayout(input, home)];
}
