import { rmSync } from "node:fs";
import { PeakMemory } from "../measure/peak-memory.ts";

export interface AnonymizeCall {
  readonly program: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly as: string;
  readonly secret: string;
  readonly more?: readonly string[];
}

/** What one process of `tidemark anonymize` took and did. */
export interface AnonymizeFigures {
  readonly seconds: number;
  /** User and system time of all threads. */
  readonly cpuSeconds: number;
  /** Bytes. */
  readonly peakBytes: number;
  readonly records: number;
  readonly transactions: number;
  readonly lines: number;
  /** What the audit said; null: there was none. */
  readonly audit: { readonly isClean: boolean; readonly text: string } | null;
}

interface Summary {
  readonly tables: readonly { readonly table: string; readonly read: number; readonly lines: number }[];
  readonly audit: AnonymizeFigures["audit"];
}

/** Runs the program to its end, into a directory that is made anew. @throws with its last words when it fails */
export async function runAnonymize(call: AnonymizeCall): Promise<AnonymizeFigures> {
  if (call.more?.includes("--resume") !== true) rmSync(call.to, { recursive: true, force: true });
  const started = performance.now();
  const child = start(call);
  const memory = new PeakMemory(child.pid, call.program[0] ?? "");
  const [output, errors] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  const seconds = (performance.now() - started) / 1000;
  const peakBytes = memory.stop();
  if (child.exitCode !== 0 && child.exitCode !== 3) throw new Error(`anonymize: ${errors.slice(-2000)}`);
  const { tables, audit } = JSON.parse(output.trimEnd().split("\n").at(-1) ?? "") as Summary;
  const sum = (of: (table: Summary["tables"][number]) => number) =>
    tables.reduce((total, table) => total + of(table), 0);
  return {
    seconds,
    cpuSeconds: Number(child.resourceUsage()?.cpuTime.total ?? 0) / 1e6,
    peakBytes,
    records: sum(({ read }) => read),
    transactions: sum(({ table, read }) => (table === "transaction" ? read : 0)),
    lines: sum(({ lines }) => lines),
    audit,
  };
}

/** Runs it for some seconds and kills it. @returns whether it was still at work */
export async function killAnonymize(call: AnonymizeCall, afterSeconds: number): Promise<boolean> {
  rmSync(call.to, { recursive: true, force: true });
  const child = start(call);
  const ended = Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  await Promise.race([ended, Bun.sleep(afterSeconds * 1000)]);
  const wasAtWork = child.exitCode === null;
  child.kill("SIGKILL");
  await ended;
  return wasAtWork;
}

function start({ program, from, to, as, secret, more = [] }: AnonymizeCall) {
  const words = ["anonymize", "--from", from, "--to", to, "--as", as, "--secret-file", secret, "--json", ...more];
  return Bun.spawn([...program, ...words], { cwd: "/", env: ENVIRONMENT, stdin: "ignore", stderr: "pipe" });
}

const ENVIRONMENT = { PATH: process.env.PATH ?? "", HOME: "/nonexistent", LC_ALL: "C" };
