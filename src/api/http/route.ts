import { type Static, type TObject, type TSchema, Type } from "@sinclair/typebox";
import type { ErrorCode } from "../../domain/errors/registry.ts";
import type { Connection } from "../../domain/ports/http-server.ts";
import { words } from "../contract/basics.ts";
import type { Access } from "../security/access.ts";
import type { Format } from "./negotiate.ts";

export type Method = "GET" | "POST";

/** One request that may be answered. */
export interface Call<Q> {
  readonly request: Request;
  readonly connection: Connection;
  readonly query: Q;
  /** Parts of the path by name, decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** One of the route's. */
  readonly format: Format;
  /** Host wall clock, ms. */
  readonly now: number;
}

/** An answer, as `/openapi.json` tells it. */
export interface Answer {
  readonly what: string;
  /** As JSON. */
  readonly json?: TSchema;
  /** Answered in other types: the type, and what that is. */
  readonly types?: readonly string[];
  readonly headers?: readonly string[];
  /** As a stream: what each event carries, by its name. */
  readonly events?: Readonly<Record<string, TSchema>>;
}

interface About {
  readonly methods: readonly Method[];
  /** `/runs/:run`. */
  readonly path: string;
  readonly summary: string;
  /** More about it; Markdown. */
  readonly description?: string;
  /** What the parts of its path are. */
  readonly parts?: Readonly<Record<string, string>>;
  /** In which formats it answers, what people read first. */
  readonly formats: readonly Format[];
  /** By status. */
  readonly answers: Readonly<Record<number, Answer>>;
  /** Errors of its own, beside those that every route has. */
  readonly errors?: readonly ErrorCode[];
  /** It takes a body, of at most so many bytes. */
  readonly mostBytes?: number;
}

interface Definition<T extends TObject> extends About {
  readonly query: T;
  readonly access: Access | ((query: Static<T>) => Access);
  handle(call: Call<Static<T>>): Response | Promise<Response>;
}

/** A definition whose query type is looked after by itself. */
export interface Route extends About {
  /** With `format`, where there is a choice. */
  readonly query: TObject;
  /** What most requests need; some queries need more. */
  readonly access: Access;
  readonly accessOf: (query: unknown) => Access;
  readonly handle: (call: Call<unknown>) => Response | Promise<Response>;
}

export function route<T extends TObject>({ access, handle, query, ...about }: Definition<T>): Route {
  const choices = about.formats.filter((format) => format !== "events");
  const format = { ...words(...choices), description: "Instead of the header Accept." };
  const decide = typeof access === "function" ? access : () => access;
  return {
    ...about,
    query: choices.length < 2 ? query : Type.Object({ ...query.properties, format: Type.Optional(format) }),
    access: decide({} as Static<T>),
    accessOf: (found) => decide(found as Static<T>),
    handle: (call) => handle(call as Call<Static<T>>),
  };
}
