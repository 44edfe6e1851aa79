import { fail } from "../../domain/errors/tidemark-error.ts";
import { INSTANCE_NAME } from "./layout.ts";

/** What an instance is called when a person gives it no name. */
export const DEFAULT_INSTANCE = "default";

/** @throws service.bad-instance */
export function checkedInstance(name: string): string {
  if (INSTANCE_NAME.test(name)) return name;
  throw fail("service.bad-instance", { instance: name });
}

/**
 * The installed instance that a command is about: the one it names, or the only one there is.
 * @throws service.bad-instance, service.not-installed, service.which-instance
 */
export function oneOf(installed: readonly string[], named: string | undefined): string {
  if (named !== undefined) {
    if (installed.includes(checkedInstance(named))) return named;
    throw fail("service.not-installed", { instance: named });
  }
  const [first = DEFAULT_INSTANCE, ...others] = installed;
  if (others.length > 0) throw fail("service.which-instance", { instances: installed.join(", "), first });
  if (installed.length === 0) throw fail("service.not-installed", { instance: first });
  return first;
}
