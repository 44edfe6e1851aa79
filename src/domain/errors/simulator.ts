import type { ErrorSpec } from "./spec.ts";

/** Errors of the simulated MoneyWorks server and of its controls. */
export const SIMULATOR_ERRORS = {
  "simulator.listen": {
    message: "The simulator cannot listen on {hostname} port {port}.",
    hint: "Another program holds the port, or this user may not use it. Choose another one, or 0 for any free port.",
    exit: 1,
  },
  "simulator.zone": {
    message: "'{zone}' is not a time zone that this host knows.",
    hint: "Give an IANA name such as Pacific/Auckland, or minutes east of UTC as a number.",
    exit: 2,
  },
  "simulator.record": {
    message: "The simulated document has no record '{key}' in table '{table}'.",
    hint: "Give the record's code, or its sequence number as a number.",
    exit: 2,
  },
  "simulator.table": {
    message: "The simulated document has no table '{table}'.",
    hint: "Use a MoneyWorks table in lower case, such as name, product or transaction.",
    exit: 2,
  },
  "simulator.field": {
    message: "Table '{table}' has no field '{field}'.",
    hint: "Use field names in lower case without a prefix: phone, account, not detail.account.",
    exit: 2,
  },
  "simulator.control": {
    message: "The control request is not understood: {reason}.",
    hint: "docs/simulator.md lists the controls with their arguments.",
    exit: 2,
  },
  "simulator.file": {
    message: "The file {path} cannot be read: {reason}",
    hint: "Check the path and the rights of the account that runs the simulator.",
    exit: 2,
  },
  "simulator.demo-directory": {
    message: "The directory {path} exists and was not made by the demo.",
    hint: "The demo empties its directory at every start, so it takes only one of its own. Name another with --dir.",
    exit: 2,
  },
  "simulator.snapshot": {
    message: "This is not a simulator snapshot: {reason}.",
    hint: "Use a file that GET /control/snapshot or tidemark anonymize of this version wrote; docs/simulator.md has its form.",
    exit: 2,
  },
} as const satisfies Record<string, ErrorSpec>;
