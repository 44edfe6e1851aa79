import type { ClockEventStatus } from "../../clock-status.ts";
import { type Judgement, ok, warn } from "../finding.ts";
import type { DoctorCheck, DoctorScene } from "../scene.ts";

const WEEK_MS = 7 * 86_400_000;
const ASK_MS = 5_000;

/** Whether clocks jumped lately, and whether this host's is kept by the network. */
export const hostClockCheck: DoctorCheck = {
  name: "clock history",
  async run(scene) {
    const mirror = await scene.mirror.orNull();
    const events = mirror?.status.clock?.events ?? [];
    const recent = events.filter(({ at }) => scene.now - Date.parse(at) < WEEK_MS);
    return judgeHostClock(recent, await isSynchronized(scene));
  },
};

/** @param synchronized null: the host does not tell */
export function judgeHostClock(recent: readonly ClockEventStatus[], synchronized: boolean | null): Judgement {
  const facts = { events: recent.length, synchronized };
  const [newest] = recent;
  if (newest !== undefined) {
    const jumps = recent.length === 1 ? "One jump" : `${recent.length} jumps`;
    const says = `${jumps} of a clock in the last seven days, the newest ${newest.at} (${newest.kind}, ${newest.shiftSeconds} s).`;
    return warn(
      says,
      "Nothing was missed. Let both machines set their clocks by the network, so that it stays rare.",
      facts,
    );
  }
  if (synchronized === false)
    return warn(
      "This host's clock is not kept by the network.",
      "Turn time synchronization on: timedatectl set-ntp true.",
      facts,
    );
  return ok("No clock jumped in the last seven days that a run saw.", facts);
}

async function isSynchronized({ programs, signal }: DoctorScene): Promise<boolean | null> {
  if (programs.find("timedatectl") === null) return null;
  const words = ["timedatectl", "show", "--property=NTPSynchronized", "--value"];
  const { code, out } = await programs.run(words, { timeoutMs: ASK_MS, signal });
  if (code !== 0) return null;
  return out.trim() === "yes" ? true : out.trim() === "no" ? false : null;
}
