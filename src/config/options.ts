import type { TableName } from "../domain/ids.ts";
import type { LogLevel } from "../domain/ports/log.ts";
import { branchPatternsType } from "./branch-patterns.ts";
import { cronType } from "./cron-type.ts";
import { type DeleteLimit, deleteLimitType } from "./delete-limit.ts";
import { hostsType } from "./hosts-type.ts";
import { ID_FIELDS, idFieldsType } from "./id-fields.ts";
import { KEEP } from "./keep-options.ts";
import { type ListenAddress, listenType } from "./listen-type.ts";
import { NOTIFY } from "./notify-options.ts";
import type { Option, ValueType } from "./option.ts";
import { fieldsType, MIRRORED_TABLES, tablesType } from "./table-types.ts";
import { type ApiToken, tokensType } from "./token-type.ts";
import {
  booleanType,
  choiceType,
  durationOrOff,
  durationType,
  integerType,
  optional,
  textType,
} from "./value-types.ts";

/** What most options are. */
const PLAIN = { secret: "no", published: false } as const;
const PUBLISHED = { secret: "no", published: true } as const;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const path = optional(textType("the path of a file", "FILE"));

/** Where the document is and how to get in. */
const MONEYWORKS = {
  "moneyworks.url": {
    type: optional(textType("a URL such as https://user:password@host:6710/REST/Acme.moneyworks", "URL")),
    default: null,
    help: "The document on the Datacentre server, with user and password in it; the password may stand in moneyworks.password.",
    secret: "login",
    published: false,
  } satisfies Option<string | null>,
  "moneyworks.password": {
    type: optional(textType("a password", "PASSWORD")),
    default: null,
    help: "Password of the user whom moneyworks.url names. It wins over one in the URL.",
    secret: "whole",
    published: false,
  } satisfies Option<string | null>,
  "moneyworks.ca": {
    ...PLAIN,
    type: path,
    default: null,
    help: "PEM file of a private certificate authority to trust for MoneyWorks, beside the system's own.",
  } satisfies Option<string | null>,
  "moneyworks.folder": {
    ...PLAIN,
    type: optional(textType("a folder path, or root", "PATH")),
    default: null,
    help: "Folder of a two-level log-in, with plain slashes; root for the top folder.",
  } satisfies Option<string | null>,
  "moneyworks.folder_password": {
    type: optional(textType("a password", "PASSWORD")),
    default: null,
    help: "Password of that folder.",
    secret: "whole",
    published: false,
  } satisfies Option<string | null>,
};

/** Where the mirror is pushed to. */
const REMOTE = {
  "remote.url": {
    type: optional(textType("a URL such as https://host/acme.git#main, or the path of a bare repository", "URL")),
    default: null,
    help: "The git repository, with the branch after #. A path is a bare repository on this host, made when missing.",
    secret: "login",
    published: false,
  } satisfies Option<string | null>,
  "remote.token": {
    type: optional(textType("a token", "TOKEN")),
    default: null,
    help: "Access token of the git service. Required for http and https.",
    secret: "whole",
    published: false,
  } satisfies Option<string | null>,
  "remote.auth": {
    ...PLAIN,
    type: choiceType("basic", "bearer"),
    default: "basic",
    help: "How the token is sent: as the password of Basic authentication, or as a Bearer token.",
  } satisfies Option<"basic" | "bearer">,
  "remote.ca": {
    ...PLAIN,
    type: path,
    default: null,
    help: "PEM file of a private certificate authority to trust for the git service, beside the system's own.",
  } satisfies Option<string | null>,
};

/** What is mirrored, and in which steps. */
const MIRROR = {
  data: {
    ...PLAIN,
    type: textType("the path of a directory", "DIRECTORY"),
    default: "tidemark-data",
    help: "Directory for the cache and the local repository. One process at a time may hold it.",
  } satisfies Option<string>,
  tables: {
    ...PUBLISHED,
    type: tablesType,
    default: MIRRORED_TABLES,
    help: "Tables to mirror. Default: all but login, which is never mirrored, and detail, which is inside transaction.",
  } satisfies Option<readonly TableName[]>,
  chunk: {
    ...PUBLISHED,
    type: integerType(10, 1000),
    default: 100,
    help: "Records asked for in one request.",
  } satisfies Option<number>,
  checkpoint: {
    ...PUBLISHED,
    type: integerType(1, 1_000_000),
    default: 5000,
    help: "Records after which a long run commits and pushes what it has.",
  } satisfies Option<number>,
  poll: {
    ...PUBLISHED,
    type: durationType("1s", "7d"),
    default: 10 * MINUTE,
    help: "Time between two polls. Below 10m a Datacentre opens and closes the document each time unless its idle-close setting is raised.",
  } satisfies Option<number>,
  sweep_every: {
    ...PUBLISHED,
    type: durationOrOff("10m", "90d"),
    default: DAY,
    help: "Time between two sweeps, which compare number and stamp of every record and find deletions and missed changes. off: only after the server's clock jumped.",
  } satisfies Option<number | null>,
  full_at: {
    ...PUBLISHED,
    type: cronType,
    default: null,
    help: "When the service runs a full sync, as a cron expression on this host's clock: 0 3 * * 0 is Sundays at three. It finds what MoneyWorks changes without stamping the record. A time that passed while nothing ran is caught up with. off: never.",
  } satisfies Option<string | null>,
  check_at: {
    ...PUBLISHED,
    type: cronType,
    default: null,
    help: "When the service compares everything with main and writes nothing, as a cron expression like full_at; a difference is told as an error.",
  } satisfies Option<string | null>,
  watchdog: {
    ...PLAIN,
    type: durationOrOff("1m", "1d"),
    default: 15 * MINUTE,
    help: "A run of the service that neither reads a record nor gets an answer for so long is ended, and told as failed.",
  } satisfies Option<number | null>,
  overlap: {
    ...PUBLISHED,
    type: durationType("0s", "7d"),
    default: MINUTE,
    help: "How far before its last marker a poll looks, against clocks that disagree.",
  } satisfies Option<number>,
  max_delete: {
    ...PUBLISHED,
    type: deleteLimitType,
    default: { share: 0.05, count: 20 },
    help: "Deletions of one table in one run beyond which a person is asked: a share (never fewer than 20 records) or a count.",
  } satisfies Option<DeleteLimit>,
  private: {
    ...PUBLISHED,
    type: fieldsType,
    default: [],
    help: "Fields whose values are never written to the log.",
  } satisfies Option<readonly string[]>,
};

/** What is carried back into MoneyWorks. */
const WRITE_BACK = {
  incoming: {
    ...PUBLISHED,
    type: branchPatternsType,
    default: ["changes", "edits/*"],
    help: "Branches of the remote whose commits are carried into MoneyWorks; off: nothing is ever written there.",
  } satisfies Option<readonly string[]>,
  max_promote: {
    ...PUBLISHED,
    type: integerType(1, 10_000),
    default: 500,
    help: "Most records that one incoming commit may change.",
  } satisfies Option<number>,
  id_fields: {
    ...PUBLISHED,
    type: idFieldsType,
    default: ID_FIELDS,
    help: "The user field of each table in which a new record carries Tidemark's id, so that it can be found when MoneyWorks' answer is lost.",
  } satisfies Option<readonly string[]>,
};

/** What the service answers over HTTP. */
const API = {
  "api.listen": {
    ...PLAIN,
    type: listenType,
    default: { hostname: "127.0.0.1", port: 80 },
    help: "Where tidemark run answers HTTP: the dashboard, the API, the webhook. off: nowhere. Where the default cannot be had, the service goes on without. Any address beyond this host requires api.tokens.",
  } satisfies Option<ListenAddress | null>,
  "api.trust_loopback": {
    ...PLAIN,
    type: booleanType,
    default: true,
    help: "Whether programs on this host may do everything without a token. What comes through a proxy is not trusted as long as the proxy says so (X-Forwarded-For, Forwarded, X-Real-IP, Via) or asks by a name of api.hosts: before one that does neither, say false.",
  } satisfies Option<boolean>,
  "api.tokens": {
    type: tokensType,
    default: [],
    help: "Tokens that are let in, as tidemark token prints them: a name, what it may do (read, sync or write), and the SHA-256 of the token.",
    secret: "whole",
    published: false,
  } satisfies Option<readonly ApiToken[]>,
  "api.hosts": {
    ...PLAIN,
    type: hostsType,
    default: [],
    help: "Further names by which the service is asked, such as that of a proxy before it. A request under any other name is refused.",
  } satisfies Option<readonly string[]>,
  "api.hook_secret": {
    type: optional(textType("a secret", "SECRET")),
    default: null,
    help: "The secret that the git service signs its webhooks with. Without it a webhook needs a token, or to come from this host.",
    secret: "whole",
    published: false,
  } satisfies Option<string | null>,
};

const LEVELS: readonly LogLevel[] = ["debug", "info", "warn", "error"];

const LOG = {
  "log.level": {
    ...PLAIN,
    type: choiceType(...LEVELS),
    default: "info",
    help: "The lowest level that is written.",
  } satisfies Option<LogLevel>,
  "log.format": {
    ...PLAIN,
    type: choiceType("auto", "pretty", "json"),
    default: "auto",
    help: "How log lines look: pretty for people, json for programs, auto for pretty on a terminal and json elsewhere.",
  } satisfies Option<"auto" | "pretty" | "json">,
  "log.values": {
    ...PLAIN,
    type: booleanType,
    default: false,
    help: "Write the old and new values of changed fields to the log, not only their names; never those of private fields.",
  } satisfies Option<boolean>,
};

/** Every option there is, by its key in `tidemark.toml`. */
export const OPTIONS = {
  ...MONEYWORKS,
  ...REMOTE,
  ...MIRROR,
  ...WRITE_BACK,
  ...KEEP,
  ...API,
  ...NOTIFY,
  ...LOG,
} as const;

export type OptionKey = keyof typeof OPTIONS;
type ValueOf<O> = O extends { readonly type: ValueType<infer T> } ? T : never;
/** The type of each option's value. */
export type Values = { readonly [K in OptionKey]: ValueOf<(typeof OPTIONS)[K]> };

export const OPTION_KEYS = Object.keys(OPTIONS) as readonly OptionKey[];

/** An option whose type is not looked at. */
export function anyOption(key: OptionKey): Option<unknown> {
  return OPTIONS[key] as unknown as Option<unknown>;
}
