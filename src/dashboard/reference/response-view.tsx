import type { OpenApi, Operation } from "./openapi.ts";
import { type Member, membersOf, typeText } from "./schema-text.ts";

interface ResponseProps {
  readonly status: string;
  readonly response: NonNullable<Operation["responses"]>[string];
  readonly document: OpenApi;
}

/** What one status is answered with. */
export function ResponseView({ status, response: { description = "", content = {} }, document }: ResponseProps) {
  const types = Object.keys(content);
  const schema = Object.values(content).find((each) => each.schema !== undefined)?.schema;
  const members = schema === undefined ? [] : membersOf(schema, document);
  const head = (
    <>
      <span class={`status-code s${status.charAt(0)}`}>{status}</span> {description}{" "}
      <span class="muted small-text">{types.join(", ")}</span>
    </>
  );
  if (schema === undefined || members.length === 0) {
    return (
      <p class="response">
        {head} {schema !== undefined && <span class="type">{typeText(schema, document)}</span>}
      </p>
    );
  }
  return (
    <details class="response">
      <summary>{head}</summary>
      <Members members={members} />
    </details>
  );
}

function Members({ members }: { readonly members: readonly Member[] }) {
  return (
    <ul class="members">
      {members.map(({ name, type, isOptional, description, members: inside }) => (
        <li key={name}>
          <code>{name}</code> <span class="type">{type}</span>
          {isOptional && <span class="muted small-text"> may be left out</span>}
          {description !== "" && <span class="member-text">{description}</span>}
          {inside.length > 0 && <Members members={inside} />}
        </li>
      ))}
    </ul>
  );
}
