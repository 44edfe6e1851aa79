import { runningProgram } from "../../platform/process.ts";
import { versionInfo } from "../version.ts";
import type { Layout } from "./layout.ts";

/** The program that a service is to start: this one, wherever it was put. From source there is none; then the one that will be installed. */
export function programFile(layout: Layout): string {
  return versionInfo().commit === "source" ? layout.program : runningProgram();
}
