// Compiles one program in a process of its own, which runs in the directory of the sources: see stage.ts. The request is its
// one argument, in JSON; nothing in it is secret.
import { buildBinary } from "../../build.ts";

await buildBinary({ root: process.cwd(), ...JSON.parse(process.argv[2] ?? "") });
