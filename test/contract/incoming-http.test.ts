import { IncomingWorld } from "../support/incoming-world.ts";
import { incomingContract } from "./incoming.ts";

incomingContract("GitIncoming over HTTP", () => new IncomingWorld({ kind: "http" }));
