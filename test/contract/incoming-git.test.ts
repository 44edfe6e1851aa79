import { IncomingWorld } from "../support/incoming-world.ts";
import { incomingContract } from "./incoming.ts";

incomingContract("GitIncoming over a directory", () => new IncomingWorld({ kind: "directory" }));
