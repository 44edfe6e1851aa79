import type { ErrorSpec } from "./spec.ts";

/** What the HTTP interface answers, and what keeps it from listening. */
export const API_ERRORS = {
  "api.cannot-listen": {
    message: "The address {address} of api.listen cannot be listened at: {reason}.",
    hint: "Another program has the port, or this account may not open it. Set api.listen to another port of 127.0.0.1, or to off.",
    exit: 2,
  },
  "api.no-tokens": {
    message: "api.listen names {address}, which others can reach, and api.tokens holds no token.",
    hint: "Make one with tidemark token and add the line that it prints to tidemark.toml, or listen at 127.0.0.1.",
    exit: 2,
  },
  "api.token-name": {
    message: "A token cannot be called '{name}': {reason}.",
    hint: "Names are letters, digits, dots, dashes and underscores, 40 at most, and each is given once.",
    exit: 2,
  },
  "api.foreign-host": {
    message: "The request asks for the host {host}, which is no name of this service.",
    hint: "Ask at the address of api.listen. If others reach it under that name, add it to api.hosts.",
    exit: 1,
  },
  "api.foreign-request": {
    message: "The request was made by a page of another site.",
    hint: "Open the dashboard itself, or ask with a program that sends no Origin.",
    exit: 1,
  },
  "api.prefetch": {
    message: "A browser asks for this before anybody has opened it.",
    hint: "Open it: what starts a run is not fetched ahead.",
    exit: 1,
  },
  "api.bad-request": {
    message: "The request cannot be read: its Host, its path or its body is not whole.",
    hint: "Ask for http:// and the address of api.listen.",
    exit: 1,
  },
  "api.bad-signature": {
    message: "The delivery is not signed with the secret of api.hook_secret.",
    hint: "Give the git service the same secret: GitHub, Gitea and Forgejo sign with it, GitLab sends it as its token.",
    exit: 1,
  },
  "api.bad-delivery": {
    message: "The delivery is no JSON object.",
    hint: "Let the git service send JSON (application/json), not a form.",
    exit: 1,
  },
  "api.no-promotion": {
    message: "No incoming commit {commit} is known.",
    hint: "GET /promotions lists the newest ones.",
    exit: 1,
  },
  "api.busy": {
    message: "The run {run} ({kind}) is under way, and one run goes at a time.",
    hint: "Wait for its end (GET /runs/{run}), or end it with POST /sync/cancel.",
    exit: 1,
  },
  "api.bad-parameter": {
    message: "The parameter {name} is not right: '{value}'.",
    hint: "It takes {expected}.",
    exit: 2,
  },
  "api.unknown-parameter": {
    message: "There is no parameter {name} here.{near}",
    hint: "{known}",
    exit: 2,
  },
  "api.cursor-gone": {
    message: "The cursor {cursor} belongs to a change log that is no more: staging was made anew since.",
    hint: "Begin again without a cursor.",
    exit: 1,
  },
  "api.changes-expired": {
    message:
      "The lines after the cursor {cursor} are kept no more: the change log of this service goes back to {keptSince}.",
    hint: "Read the records anew (GET /records), and go on with since=0, the oldest line that is kept. keep.changes says how long lines are kept.",
    exit: 1,
  },
  "api.no-run": {
    message: "No run {run} is known.",
    hint: "GET /runs lists the newest ones.",
    exit: 1,
  },
  "api.needs-token": {
    message: "The request carries no token.",
    hint: "Send Authorization: Bearer TOKEN; tidemark token makes one.",
    exit: 1,
  },
  "api.bad-token": {
    message: "The request's token is not one of api.tokens.",
    hint: "Make one with tidemark token, and add the line that it prints to the configuration.",
    exit: 1,
  },
  "api.scope": {
    message: "The request's token may {scope}, and this needs {needed}.",
    hint: "Use a token of the wider scope.",
    exit: 1,
  },
  "api.too-many": {
    message: "Too many requests from one address.",
    hint: "Ask again in {seconds} seconds.",
    exit: 1,
  },
  "api.too-large": {
    message: "The request's body is larger than {most} bytes.",
    hint: "Send less: no answer needs so much.",
    exit: 1,
  },
  "api.too-many-readers": {
    message: "{most} readers of events are there already.",
    hint: "Ask again in {seconds} seconds, or close some.",
    exit: 1,
  },
  "api.no-method": {
    message: "{path} knows no {method}.",
    hint: "It takes {allow}.",
    exit: 1,
  },
  "api.run-failed": {
    message: "The run {run} did not go through.",
    hint: "GET /runs/{run} says more, and so does the log of the service.",
    exit: 1,
  },
  "api.no-route": {
    message: "There is nothing at this address.",
    hint: "GET /openapi.json tells everything that there is; docs/api.md does so for people.",
    exit: 1,
  },
  "api.failed": {
    message: "The request could not be answered.",
    hint: "The log of the service says why.",
    exit: 1,
  },
} as const satisfies Record<string, ErrorSpec>;
