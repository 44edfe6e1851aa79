import type { TableSchema } from "../../domain/schema/schema.ts";
import { plainLine, plainNames } from "../export/plain.ts";
import { XmlWriter } from "../export/xml.ts";
import { ExpressionError } from "../expression/error.ts";
import { parseFormat, renderFormat } from "../expression/format.ts";
import { MAX_SEARCH_LENGTH } from "../expression/search.ts";
import { type Answer, BAD_FIELD, BAD_SEARCH, MALFORMED, notUnderstood, text, xml } from "../http/answer.ts";
import type { DocumentView } from "../view/document-view.ts";
import { type Selection, type SelectRequest, select } from "../view/select.ts";
import type { Call } from "./call.ts";

/** `export`: a table in XML, in a custom format or as plain text. Bad searches are HTTP 200 with an error text (observed). */
export function exportTable(call: Call): Answer {
  const { state, parameters } = call;
  const name = parameters.get("table") ?? "";
  if (name === "") return MALFORMED;
  const view = state.view(call.user);
  const schema = view.schema(name);
  if (schema === null) return notUnderstood(name);
  // A user without view rights gets an empty answer (observed by a client's author).
  if (state.hiddenTables.includes(schema.table)) return text("");
  const search = parameters.get("search") ?? "";
  if (search.trim() === "=") return text(plainNames(schema));
  if (state.behaviour.quirks.searchLimit255 && search.length > MAX_SEARCH_LENGTH) return BAD_SEARCH;
  try {
    const request = requestOf(call, schema);
    return render(call, view, { request, selection: select(view, request) });
  } catch (error) {
    if (error instanceof ExpressionError) return error.reason.startsWith("unknown name") ? BAD_FIELD : BAD_SEARCH;
    throw error;
  }
}

function requestOf({ state, parameters }: Call, schema: TableSchema): SelectRequest {
  return {
    schema,
    search: parameters.get("search") ?? "",
    sort: parameters.get("sort") ?? "",
    descending: /^desc/i.test(parameters.get("direction") ?? ""),
    start: wholeNumber(parameters.get("start")) ?? 0,
    limit: wholeNumber(parameters.get("limit")) ?? Number.POSITIVE_INFINITY,
    dialect: state.behaviour.dialect,
  };
}

/** Anything that is no number is ignored, as unknown parameters are (inferred). */
function wholeNumber(value: string | undefined): number | null {
  return value !== undefined && /^\d{1,9}$/.test(value) ? Number(value) : null;
}

interface Found {
  readonly request: SelectRequest;
  readonly selection: Selection;
}

function render(call: Call, view: DocumentView, { request, selection }: Found): Answer {
  const { schema, start, dialect } = request;
  const format = call.parameters.get("format") ?? "";
  const poison = call.state.poisoned.in(schema.table, selection.rows) ?? undefined;
  if (/^xml(-terse|-verbose)?$/i.test(format)) {
    const { quirks, layouts, escapeText, newline } = call.state.behaviour;
    if (selection.rows.length === 0 && quirks.emptyResultBody) return xml("");
    const verbose = /verbose/i.test(format);
    const style = {
      layouts,
      escapeText,
      newline,
      trailingNewline: quirks.trailingNewline,
      verbose,
      other: call.state.variation(JSON.stringify([...call.parameters])),
    };
    return { ...xml(new XmlWriter(view.context.document, style).table(schema.table, { ...selection, start })), poison };
  }
  if (format === "") {
    return { ...text(selection.rows.map((row) => plainLine(schema, row, call.state.locale)).join("")), poison };
  }
  if (!call.state.behaviour.quirks.customFormats) return MALFORMED;
  const custom = parseFormat(format, { table: schema.table, dialect });
  return text(selection.rows.map((row) => renderFormat(custom, view.scope(schema.table, row))).join(""));
}
