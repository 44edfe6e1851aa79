import { useApp } from "../app.ts";
import { CopyButton } from "../parts/copy-button.tsx";
import { DataTable } from "../parts/data-table.tsx";
import { answersOf, scopeOf } from "./answers.ts";
import { curlOf } from "./curl.ts";
import type { OpenApi, Parameter } from "./openapi.ts";
import type { Shown } from "./operations.ts";
import { Inline, Prose } from "./prose.tsx";
import { ErrorsView, ResponseView } from "./response-view.tsx";
import { typeText } from "./schema-text.ts";

interface OperationProps {
  readonly shown: Shown;
  readonly document: OpenApi;
}

/** One operation: what it does, what it takes, what it answers. */
export function OperationView({ shown, document }: OperationProps) {
  const { browser, hasToken } = useApp();
  const { id, method, path, operation, parameters } = shown;
  const { answers, errors } = answersOf(operation, document);
  const scope = scopeOf(operation);
  const curl = curlOf(shown, browser.base, hasToken());
  return (
    <article id={id} class="panel operation-panel" aria-labelledby={`${id}-title`}>
      <div class="panel-head">
        <h3 id={`${id}-title`}>
          <a class="anchor" href={`#${id}`}>
            <span class={`method ${method.toLowerCase()}`}>{method}</span> <code>{path}</code>
          </a>
        </h3>
        {scope !== "" && <span class="muted small-text">{`a token that may ${scope}`}</span>}
      </div>
      {operation.summary !== undefined && (
        <p class="summary">
          <Inline text={operation.summary} />
        </p>
      )}
      {operation.description !== undefined && <Prose text={operation.description} />}
      {parameters.length > 0 && <Parameters parameters={parameters} document={document} of={`${method} ${path}`} />}
      {answers.map((answer) => (
        <ResponseView key={answer.status} answer={answer} />
      ))}
      <ErrorsView errors={errors} />
      <div class="example">
        <code>{curl}</code>
        <CopyButton text={curl} what={`the command for ${method} ${path}`} />
      </div>
    </article>
  );
}

interface ParametersProps {
  readonly parameters: readonly Parameter[];
  readonly document: OpenApi;
  readonly of: string;
}

const PLACES: Readonly<Record<string, string>> = { query: "", path: "in the path", header: "header", cookie: "cookie" };

function Parameters({ parameters, document, of }: ParametersProps) {
  return (
    <DataTable
      caption={`Parameters of ${of}`}
      rows={parameters}
      keyOf={({ name, in: place }) => `${place} ${name}`}
      columns={[
        {
          head: "Parameter",
          cell: ({ name, in: place, required }) => (
            <>
              <code>{name}</code>
              <span class="muted small-text">
                {[PLACES[place] ?? place, required === true ? "required" : ""].join(" ")}
              </span>
            </>
          ),
        },
        { head: "Type", cell: ({ schema = {} }) => <span class="type">{typeText(schema, document)}</span> },
        { head: "What", cell: ({ description, schema }) => <Inline text={description ?? schema?.description ?? ""} /> },
      ]}
    />
  );
}
