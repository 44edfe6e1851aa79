import type { Shown } from "./operations.ts";

/** What stands for a part of a path in an example. */
const EXAMPLES: Readonly<Record<string, string>> = { table: "name", key: "ROWAN" };

/** A line for a shell that asks for the operation. @param base with a slash at the end @param withToken whether one is wanted there */
export function curlOf({ method, path, parameters }: Shown, base: string, withToken: boolean): string {
  const filled = path
    .replace(/\{(\w+)\}|:(\w+)/g, (_, braced, named) => EXAMPLES[braced ?? named] ?? (braced ?? named).toUpperCase())
    .replace(/^\//, "");
  const required = parameters.filter((parameter) => parameter.in === "query" && parameter.required === true);
  const query = required.map(({ name }) => `${name}=${EXAMPLES[name] ?? name.toUpperCase()}`).join("&");
  const words = [
    "curl",
    path.endsWith("/events") ? "-N" : "",
    method === "GET" ? "" : `-X ${method}`,
    withToken ? '-H "Authorization: Bearer $TIDEMARK_TOKEN"' : "",
    `'${base}${filled}${query === "" ? "" : `?${query}`}'`,
  ];
  return words.filter((word) => word !== "").join(" ");
}
