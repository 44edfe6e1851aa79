import { openStaging } from "../../src/staging/staging.ts";
import { temporaryDirectory } from "../support/staging-builders.ts";
import { stagingContract } from "./staging.ts";

stagingContract("SQLite staging", () => {
  const directory = temporaryDirectory();
  return { open: () => openStaging({ path: directory.file("staging.db") }), remove: directory.remove };
});
