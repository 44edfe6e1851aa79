import { addressText } from "../../../config/listen-type.ts";
import { bad, type Judgement, ok, warn } from "../finding.ts";
import type { DoctorCheck } from "../scene.ts";

/** Whether the service can have the address of its interface, or has it. */
export const addressCheck: DoctorCheck = {
  name: "address",
  async run({ config, service, inspection }) {
    const { values, origins } = config;
    const address = values["api.listen"];
    if (address === null) return ok("The service answers nowhere: api.listen is off.", { address: null });
    const text = addressText(address);
    if (address.port === 0) return ok(`${text}: any free port will do.`, { address: text });
    const isOurs = (await service.get()) !== null;
    const fault = isOurs ? null : await inspection.listenFault(address);
    return judgeAddress({ address: text, isOurs, fault, isDefault: origins["api.listen"].kind === "default" });
  },
};

export interface AddressFacts {
  readonly address: string;
  /** A Tidemark answers there. */
  readonly isOurs: boolean;
  /** The operating system's code when nobody could listen there. */
  readonly fault: string | null;
  /** Nobody asked for this address: the service goes on without it. */
  readonly isDefault: boolean;
}

export function judgeAddress({ address, isOurs, fault, isDefault }: AddressFacts): Judgement {
  const facts = { address, isOurs, fault };
  if (isOurs) return ok(`${address} is answered by the running service.`, facts);
  if (fault === null) return ok(`${address} is free; the service will answer there.`, facts);
  const judge = isDefault ? warn : bad;
  const without = isDefault ? " The service would run without its interface." : "";
  if (fault === "EADDRINUSE") {
    return judge(
      `${address} is taken by another program.${without}`,
      "End that program, or set api.listen to another port, such as 127.0.0.1:8080.",
      facts,
    );
  }
  if (fault === "EACCES" || fault === "EPERM") {
    const next =
      "The service's own unit may give it that right (AmbientCapabilities=CAP_NET_BIND_SERVICE); otherwise set api.listen to a port from 1024 on.";
    return warn(`This account may not listen at ${address}.${without}`, next, facts);
  }
  return judge(
    `Nobody can listen at ${address} (${fault}).${without}`,
    "Set api.listen to an address of this host.",
    facts,
  );
}
