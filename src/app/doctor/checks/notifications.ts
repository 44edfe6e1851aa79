import { type Targets, targetsOf } from "../../notify/targets.ts";
import { type Judgement, ok, warn } from "../finding.ts";
import type { DoctorCheck } from "../scene.ts";

/** Whether anybody would be told. */
export const notificationsCheck: DoctorCheck = {
  name: "notifications",
  run({ config, ways }) {
    return judgeTargets(targetsOf(config, ways.files));
  },
};

export function judgeTargets({ webhook, mail, heartbeat }: Pick<Targets, "webhook" | "mail" | "heartbeat">): Judgement {
  const ways = Object.entries({ webhook, mail, heartbeat }).flatMap(([way, target]) => (target === null ? [] : [way]));
  const facts = { ways: ways.join(" ") };
  if (webhook === null && mail === null) {
    const says = "Nobody is told when a person is needed.";
    return warn(
      says,
      "Set notify.webhook, or notify.smtp with notify.from and notify.to; then tidemark notify --test.",
      facts,
    );
  }
  return {
    ...ok(`A person is told by ${ways.join(", ")}.`, facts),
    next: "tidemark notify --test shows whether it arrives.",
  };
}
