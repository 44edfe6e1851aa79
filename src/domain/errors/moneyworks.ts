import type { ErrorSpec } from "./spec.ts";

const URL_FORM =
  "Write https://user:password@host:6710/REST/Acme.moneyworks; percent-encode special characters in names and passwords (@ is %40, : is %3A, / is %2F, # is %23).";

/** The `moneyworks.url` option. These texts quote no part of it: any part of a mistyped URL may be the password. */
const URL_ERRORS = {
  "moneyworks.url-scheme": {
    message: "moneyworks.url does not start with http:// or https://.",
    hint: URL_FORM,
    exit: 2,
  },
  "moneyworks.url-host": { message: "moneyworks.url names no valid host.", hint: URL_FORM, exit: 2 },
  "moneyworks.url-port": {
    message: "The port in moneyworks.url is not a number from 1 to 65535.",
    hint: URL_FORM,
    exit: 2,
  },
  "moneyworks.url-no-password": {
    message: "moneyworks.url has no password in it.",
    hint: `${URL_FORM} Or set moneyworks.password. A document without passwords takes an empty one: https://user:@host:6710/REST/Acme.moneyworks.`,
    exit: 2,
  },
  "moneyworks.url-no-user": {
    message: "moneyworks.url names no user, whose password moneyworks.password is.",
    hint: "Put the user before the host: https://robot@host:6710/REST/Acme.moneyworks.",
    exit: 2,
  },
  "moneyworks.url-two-logins": {
    message: "moneyworks.url has a user and password both before the host and before the document.",
    hint: "Keep the document's user and password, in one place. A folder's log-in belongs into moneyworks.folder and moneyworks.folder_password.",
    exit: 2,
  },
  "moneyworks.url-user": {
    message: "The user name in moneyworks.url contains a colon, which HTTP Basic cannot carry.",
    hint: "Use a MoneyWorks user whose name has no colon.",
    exit: 2,
  },
  "moneyworks.url-encoding": {
    message: "moneyworks.url contains a percent sign that is not part of a valid UTF-8 escape.",
    hint: `${URL_FORM} A percent sign itself is %25.`,
    exit: 2,
  },
  "moneyworks.url-document": {
    message: "moneyworks.url names no document, or one that cannot exist.",
    hint: "End it with the document's file name, https://user:password@host:6710/REST/Acme.moneyworks; one in a folder is Clients%2fAcme.moneyworks.",
    exit: 2,
  },
  "moneyworks.url-extra": {
    message: "moneyworks.url goes on after the document's name.",
    hint: `${URL_FORM} Commands, '?' and '#' are not part of it.`,
    exit: 2,
  },
  "moneyworks.folder": {
    message: "The folder '{folder}' in moneyworks.folder contains a colon.",
    hint: "Write the folder's path on the server with slashes, such as Clients/Acme, or root.",
    exit: 2,
  },
} as const satisfies Record<string, ErrorSpec>;

/** No answer came. The request may be tried again; an import never is. */
const NETWORK_ERRORS = {
  "moneyworks.unreachable": {
    message: "The Datacentre cannot be reached: {reason}.",
    hint: "Check that the Datacentre runs, that its REST service is switched on in the Datacentre Console, and host, port and firewall.",
    exit: 1,
    retryable: true,
  },
  "moneyworks.tls": {
    message: "No secure connection to the Datacentre: {reason}.",
    hint: "For a certificate of a private authority set moneyworks.ca to its PEM file; if the server has no certificate, use http://.",
    exit: 1,
  },
  "moneyworks.connection-lost": {
    message: "{server} closed the connection before its answer was complete.",
    hint: "The next run asks again. If it stays so, look for a proxy between here and the server, or at the server's log.",
    exit: 1,
    retryable: true,
  },
  "moneyworks.timeout": {
    message: "{server} sent nothing for {seconds} seconds.",
    hint: "The next run asks again. Opening a large document can take minutes: raise its idle time in the Datacentre Console.",
    exit: 1,
    retryable: true,
  },
} as const satisfies Record<string, ErrorSpec>;

/** The server refused, in words or by status. */
const REFUSALS = {
  "moneyworks.login": {
    message: "{server} refused the user or password for the document.",
    hint: "Check user and password in moneyworks.url against MoneyWorks. Percent-encode special characters.",
    exit: 1,
  },
  "moneyworks.folder-login-required": {
    message: "{server} requires a log-in for the document's folder, and none is configured.",
    hint: "Set moneyworks.folder_password (and moneyworks.folder, when it is not the document's own folder).",
    exit: 2,
  },
  "moneyworks.no-document": {
    message: "{server} has no document of that name.",
    hint: "Compare the document's name and folder in moneyworks.url with the Datacentre Console; letter case matters. If it was renamed or moved there, write its new name into moneyworks.url and run again: its DocUUID shows that it is the same document.",
    exit: 1,
  },
  "moneyworks.not-found": {
    message: "{server} knows no such address (404).",
    hint: "Check host and port, that REST is switched on for the document's folder, and the folder in the document's name.",
    exit: 1,
  },
  "moneyworks.not-moneyworks": {
    message: "What answers at {server} is not a MoneyWorks Datacentre: '{text}'.",
    hint: "Check host and port in moneyworks.url, and whether https:// should be http:// or the reverse.",
    exit: 1,
  },
  "moneyworks.users-limit": {
    message: "{server} has reached its limit of concurrent users.",
    hint: "The next run asks again. If it happens often, poll less or add users to the licence: every REST worker occupies a log-in.",
    exit: 1,
    retryable: true,
  },
  "moneyworks.busy": {
    message: "{server} is closing, backing up or using the document alone at the moment: '{text}'.",
    hint: "The next run asks again. Single-user mode ends when the person who started it closes it.",
    exit: 1,
    retryable: true,
  },
  "moneyworks.no-table": {
    message: "The document has no table '{table}'.",
    hint: "Leave it out of the tables option. The server's version may lack it.",
    exit: 2,
    scope: "table",
  },
  "moneyworks.private-table": {
    message: "The table '{table}' holds passwords and is never read.",
    hint: "Leave it out of the tables option.",
    exit: 2,
  },
  "moneyworks.search": {
    message: "{server} refused a search expression: '{text}'.",
    hint: "This server understands less than expected. Report the message together with the server's version.",
    exit: 1,
  },
  "moneyworks.not-understood": {
    message: "{server} did not understand a request: '{text}'.",
    hint: "This server understands less than expected. Report the message together with the server's version.",
    exit: 1,
  },
  "moneyworks.server-error": {
    message: "{server} answered with an error ({status}): '{text}'.",
    hint: "Without a reason this is usually a missing privilege: the user needs view rights, exporting and expression evaluation.",
    exit: 1,
    retryable: true,
  },
} as const satisfies Record<string, ErrorSpec>;

/** An answer came and cannot be trusted. Nothing of it is used. */
const ANSWER_ERRORS = {
  "moneyworks.unexpected-answer": {
    message: "{server} answered {command} with something else than data: '{text}'.",
    hint: "Look for a proxy between here and the server. Otherwise report the message with the server's version.",
    exit: 1,
    retryable: true,
  },
  "moneyworks.unstable-answer": {
    message: "MoneyWorks' answers to '{expression}' are cut off, or differ each time it is asked.",
    hint: "Nothing was read. The next run asks again; if it stays so, something between Tidemark and the Datacentre cuts answers off.",
    exit: 1,
    retryable: true,
  },
  "moneyworks.empty-answer": {
    message: "{server} answered the export of '{table}' with nothing at all, and does not confirm that it is empty.",
    hint: "Usually a missing privilege: give the user view rights for the table, and exporting.",
    exit: 1,
    scope: "table",
  },
  "moneyworks.no-evaluate": {
    message: "{server} answered an expression with nothing at all.",
    hint: "Usually a missing privilege: let the user evaluate expressions.",
    exit: 1,
  },
  "moneyworks.bad-xml": {
    message: "The export of '{table}' cannot be read: {reason}",
    hint: "The next run asks again. If it stays so, one record's text breaks the server's XML: report it with the message.",
    exit: 1,
    retryable: true,
    scope: "table",
  },
  "moneyworks.wrong-table": {
    message: "The export of '{table}' holds another table.",
    hint: "The next run asks again. Look for a caching proxy between here and the server.",
    exit: 1,
    retryable: true,
    scope: "table",
  },
  "moneyworks.inconsistent": {
    message: "The export of '{table}' contradicts itself: {reason}.",
    hint: "The next run asks again. If it stays so, report the message with the server's version.",
    exit: 1,
    retryable: true,
    scope: "table",
  },
  "moneyworks.too-big": {
    message: "An answer of {server} is larger than {bytes} bytes.",
    hint: "Lower the chunk option: fewer records are then asked for at once.",
    exit: 1,
  },
  "moneyworks.no-modtime": {
    message: "Records of '{table}' come without a valid last-modified time.",
    hint: "Leave the table out of the tables option; it cannot be mirrored.",
    exit: 1,
    scope: "table",
  },
  "moneyworks.no-sequence-numbers": {
    message: "Records of '{table}' come without a sequence number, and this server does not list them another way.",
    hint: "Leave the table out of the tables option; without custom export formats it cannot be mirrored.",
    exit: 1,
    scope: "table",
  },
  "moneyworks.unstable": {
    message: "'{table}' kept changing while it was read.",
    hint: "The next run asks again.",
    exit: 1,
    retryable: true,
    scope: "table",
  },
  "moneyworks.no-clock": {
    message: "The Datacentre does not tell the time in any known way.",
    hint: "Give the user the right to evaluate expressions, and let no proxy take away the Date header.",
    exit: 1,
  },
} as const satisfies Record<string, ErrorSpec>;

/** Imports and postings, which are sent once. */
const IMPORT_ERRORS = {
  "moneyworks.import-refused": {
    message: "MoneyWorks refused the import: {reason}",
    hint: "Correct the record as the message says; nothing was imported.",
    exit: 1,
  },
  "moneyworks.import-unknown": {
    message: "It is not known whether {server} carried out the {command}: {reason}.",
    hint: "Look in MoneyWorks whether it happened before anything is sent again.",
    exit: 1,
  },
} as const satisfies Record<string, ErrorSpec>;

/** What cannot be asked. Defects of Tidemark, if they ever show. */
const SEARCH_ERRORS = {
  "moneyworks.search-text": {
    message: "A text with a NUL character or half a surrogate pair cannot be searched for.",
    hint: "No MoneyWorks code holds such characters; correct the record that asks for it.",
    exit: 1,
  },
  "moneyworks.search-too-long": {
    message: "A search expression has {bytes} bytes; MoneyWorks takes {most}.",
    hint: "This is a defect in Tidemark unless a code of that length was asked for. Report it with this message.",
    exit: 1,
  },
} as const satisfies Record<string, ErrorSpec>;

export const MONEYWORKS_ERRORS = {
  ...URL_ERRORS,
  ...NETWORK_ERRORS,
  ...REFUSALS,
  ...ANSWER_ERRORS,
  ...IMPORT_ERRORS,
  ...SEARCH_ERRORS,
} as const satisfies Record<string, ErrorSpec>;
