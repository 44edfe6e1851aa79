import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { useApp } from "../app.ts";
import { useLoaded } from "../loading/use-loaded.ts";
import { Awaited } from "../parts/awaited.tsx";
import { Contents } from "./contents.tsx";
import type { OpenApi } from "./openapi.ts";
import { OperationView } from "./operation-view.tsx";
import { groupsOf } from "./operations.ts";
import { Prose } from "./prose.tsx";
import { found } from "./search.ts";

/** All of the interface, to read and to search. */
export function Reference() {
  const { client } = useApp();
  const loaded = useLoaded("openapi", (signal) => client.openapi({ signal }));
  return <Awaited loaded={loaded}>{(data) => <Document document={data as OpenApi} />}</Awaited>;
}

function Document({ document: api }: { readonly document: OpenApi }) {
  const { browser } = useApp();
  const search = useSignal("");
  const groups = found(groupsOf(api), search.value);
  const total = groups.reduce((sum, { operations }) => sum + operations.length, 0);
  // The address may name a part that was not there yet when the browser looked for it.
  useEffect(() => document.getElementById(browser.hash())?.scrollIntoView(), []);
  return (
    <div class="reference">
      <Contents groups={groups} total={total} search={search} />
      <div class="reference-body">
        <h1>API reference</h1>
        <div class="muted">
          <Prose text={api.info?.description ?? ""} />
        </div>
        {groups.map(({ name, description, operations }) => (
          <section key={name} aria-labelledby={`group-${name}`}>
            <h2 id={`group-${name}`}>{name}</h2>
            {description !== "" && <Prose text={description} />}
            {operations.map((shown) => (
              <OperationView key={shown.id} shown={shown} document={api} />
            ))}
          </section>
        ))}
        {total === 0 && <p class="muted empty">No operation has all of these words.</p>}
      </div>
    </div>
  );
}
