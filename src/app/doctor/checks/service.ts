import { versionInfo } from "../../version.ts";
import { type Judgement, ok, warn } from "../finding.ts";
import type { RunningService } from "../running-service.ts";
import type { DoctorCheck } from "../scene.ts";

/** The service that answers: its version, and what it says of itself. */
export const serviceCheck: DoctorCheck = {
  name: "service",
  async run({ config, service }) {
    if (config.values["api.listen"] === null) return null;
    return judgeService(await service.get(), versionInfo().version);
  },
};

/** @param ours this program's version */
export function judgeService(running: RunningService | null, ours: string): Judgement {
  if (running === null) return ok("No service answers at api.listen.", { running: false });
  const { status } = running;
  if (status === null) {
    const says = "The service answers, and tells its state only to those who have a token.";
    return ok(says, { running: true, version: null });
  }
  const { version, startedAt } = status.service;
  const facts = { running: true, version, ours, level: status.verdict.level };
  if (version !== ours) {
    const next = "Restart the service: it goes on with the version that is installed now.";
    return warn(`The running service is ${version}, and this program is ${ours}.`, next, facts);
  }
  const says = `${version} runs since ${startedAt}. ${status.verdict.sentence}`;
  const isWell = status.verdict.level === "ok" || status.verdict.level === "reading";
  return isWell ? ok(says, facts) : warn(says, "tidemark status tells more.", facts);
}
