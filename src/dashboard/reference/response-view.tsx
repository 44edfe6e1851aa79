import type { ShownAnswer } from "./answers.ts";
import { Inline, Prose } from "./prose.tsx";
import type { Member } from "./schema-text.ts";

/** What one status is answered with; its form unfolds. */
export function ResponseView({ answer }: { readonly answer: ShownAnswer }) {
  const { status, description, types, type, members } = answer;
  const [first = "", ...rest] = description.split("\n\n");
  const head = (
    <>
      <span class={`status-code s${status.charAt(0)}`}>{status}</span> <Inline text={first} />{" "}
      <span class="muted small-text">{types.join(", ")}</span>
    </>
  );
  if (members.length === 0 && rest.length === 0) {
    return (
      <p class="response">
        {head} {type !== "" && <span class="type">{type}</span>}
      </p>
    );
  }
  return (
    <details class="response">
      <summary>{head}</summary>
      {rest.length > 0 && <Prose text={rest.join("\n\n")} />}
      <Members members={members} />
    </details>
  );
}

/** Every error with its codes, behind one line. */
export function ErrorsView({ errors }: { readonly errors: readonly ShownAnswer[] }) {
  if (errors.length === 0) return null;
  return (
    <details class="response">
      <summary>
        <span class="status-code">{"4xx"}</span> Errors{" "}
        <span class="muted small-text">{errors.map(({ status }) => status).join(", ")}</span>
      </summary>
      <div class="members">
        {errors.map(({ status, description }) => (
          <div key={status} class="error-status">
            <span class="status-code">{status}</span>
            <div>
              <Prose text={description} />
            </div>
          </div>
        ))}
      </div>
    </details>
  );
}

function Members({ members }: { readonly members: readonly Member[] }) {
  if (members.length === 0) return null;
  return (
    <ul class="members">
      {members.map(({ name, type, isOptional, description, members: inside }) => (
        <li key={name}>
          <code>{name}</code> <span class="type">{type}</span>
          {isOptional && <span class="muted small-text"> may be left out</span>}
          {description !== "" && (
            <span class="member-text">
              <Inline text={description} />
            </span>
          )}
          <Members members={inside} />
        </li>
      ))}
    </ul>
  );
}
