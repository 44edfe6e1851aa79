import { openSimulated } from "../support/simulated-source.ts";
import { sourceContract } from "./source.ts";

sourceContract("a simulated Datacentre", () => openSimulated());
