import type { Modtime } from "../../src/domain/ids.ts";
import { createSource } from "../../src/moneyworks/source.ts";
import {
  CollectingLog,
  fixedRandom,
  question,
  type Reply,
  recordXml,
  ScriptedHttp,
  SleepingClock,
  tableXml,
} from "./moneyworks-fakes.ts";

type Params = Record<string, string>;
/** Null: as a server answers that can everything. */
export type Handler = (params: Params) => Reply | null;

/** The modtime of every record. */
export const T = "20250310141502" as Modtime;

/** A server that can everything and holds one account; `handler` answers before it. */
export function setUp(handler: Handler) {
  const http = new ScriptedHttp(({ url }) => handler(question(url)) ?? defaults(question(url)));
  const clock = new SleepingClock();
  const log = new CollectingLog();
  const options = { url: "http://jo:pw@h/REST/Acme.moneyworks", http, clock, log, random: fixedRandom(0.5) };
  return { source: createSource(options), http, clock, log };
}

function defaults(params: Params): Reply {
  if (params.command === "version") return { body: "9.2.1", headers: { Date: "Tue, 10 Mar 2026 20:00:07 GMT" } };
  if (params.command === "evaluate") return EXPRESSIONS[params.expr ?? ""] ?? "could not understand it";
  if (params.format !== "xml-verbose") return `3\t${T}\n`;
  return isFuture(params.search ?? "") ? tableXml("Account", []) : tableXml("Account", [recordXml(3, T)]);
}

const isFuture = (search: string) => /TextToDate\("202[7-9]|Time\(\),\d/.test(search);

const EXPRESSIONS: Readonly<Record<string, Reply>> = {
  "1": "1",
  "Timestamp()": "2026-03-11 09:00:07.412",
  "Timestamp(TSZ_UTC,TSF_ISO8601)": "2026-03-10T20:00:07.500Z",
  "DateToText(Time(),-7)": { body: "20260311090007", headers: { Date: "Tue, 10 Mar 2026 20:00:07 GMT" } },
  DocUUID: "0f0e0d0c-0b0a-4908-8706-050403020100",
  "GetDatabaseFiles()": "Account\rName\rTaxRate\rTransaction\rDetail\r",
};

export const forbidden: Handler = ({ command }) => (command === "evaluate" ? { status: 500, body: "" } : null);
export const noTimestamp: Handler = ({ expr }) =>
  expr?.startsWith("Timestamp") ? "could not understand Timestamp" : null;
export const noTextToDate: Handler = ({ search }) => (search?.includes("TextToDate") ? "Bad search expression" : null);
export const uselessTextToDate: Handler = ({ search }) =>
  search?.includes("TextToDate") ? tableXml("Account", [recordXml(3, T)]) : null;
export const noSince: Handler = ({ search }) => (search?.includes("lastmodifiedtime") ? "Bad search expression" : null);
export const noFormats: Handler = ({ format }) => (format?.startsWith("[") ? "Malformed REST request" : null);
export const both =
  (first: Handler, second: Handler): Handler =>
  (params) =>
    first(params) ?? second(params);
