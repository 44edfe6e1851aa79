import { DirectoryRemote } from "../../src/exporter/remote/directory-remote.ts";
import { remotePorts } from "../support/remote-ports.ts";
import { remoteContract } from "./remote.ts";

remoteContract("a bare repository on disk", (place) => {
  const directory = `${place}/remote.git`;
  return {
    directory,
    cloneUrl: directory,
    remote: () => new DirectoryRemote({ path: directory, branch: "main" }, remotePorts()),
    [Symbol.dispose]: () => undefined,
  };
});
